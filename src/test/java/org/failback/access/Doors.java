package org.failback.access;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.admin.impl.web.AdminApplication;
import org.camunda.bpm.cockpit.impl.web.CockpitApplication;
import org.camunda.bpm.tasklist.impl.web.TasklistApplication;
import org.camunda.bpm.webapp.impl.engine.EngineRestApplication;
import org.camunda.bpm.welcome.impl.web.WelcomeApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Everything that the running application could answer: Spring's handlers, the engine's resources, every file. */
final class Doors {
    private static final String WEBJAR = "META-INF/resources/webjars/camunda/";
    private static final int DEPTH = 4;

    /** One thing to ask for. */
    record Door(String method, String path) implements Comparable<Door> {
        @Override
        public int compareTo(Door other) {
            return (path + method).compareTo(other.path + other.method);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private Doors() {}

    static Set<Door> of(ApplicationContext context) {
        Set<Door> all = new TreeSet<>();
        springs(context).forEach(all::add);
        files().forEach(all::add);
        engines("engine", new EngineRestApplication()).forEach(all::add);
        engines("admin", new AdminApplication()).forEach(all::add);
        engines("cockpit", new CockpitApplication()).forEach(all::add);
        engines("tasklist", new TasklistApplication()).forEach(all::add);
        engines("welcome", new WelcomeApplication()).forEach(all::add);
        usual().forEach(all::add);
        return all;
    }

    private static Stream<Door> springs(ApplicationContext context) {
        return context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(Doors::doors);
    }

    private static Stream<Door> doors(RequestMappingInfo info) {
        List<String> methods = info.getMethodsCondition().getMethods().isEmpty()
                ? List.of("GET", "POST")
                : info.getMethodsCondition().getMethods().stream()
                        .map(Enum::name)
                        .toList();
        return info.getPatternValues().stream()
                .flatMap(path -> methods.stream().map(method -> new Door(method, filled(path))));
    }

    /** Where the engine serves its files, and where Spring would serve them if it were let. */
    private static Stream<Door> files() {
        try {
            Resource[] found =
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + WEBJAR + "**/*.*");
            return Arrays.stream(found)
                    .map(Doors::within)
                    .flatMap(file -> Stream.of("/camunda/" + file, "/webjars/camunda/" + file))
                    .map(path -> new Door("GET", path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String within(Resource resource) {
        try {
            String url = resource.getURL().toString();
            return url.substring(url.indexOf(WEBJAR) + WEBJAR.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Door> engines(String api, Application application) {
        List<Door> doors = new ArrayList<>();
        for (Class<?> resource : application.getClasses()) {
            Path root = resource.getAnnotation(Path.class);
            if (root != null) {
                walk("/camunda/api/" + api + "/" + root.value(), resource, 0, doors);
            }
        }
        return doors;
    }

    private static void walk(String at, Class<?> resource, int depth, List<Door> doors) {
        for (Method method : resource.getMethods()) {
            Path below = method.getAnnotation(Path.class);
            String path = below == null ? at : at + "/" + below.value();
            String verb = Arrays.stream(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(http -> http != null)
                    .map(HttpMethod::value)
                    .findFirst()
                    .orElse("");
            if (!verb.isEmpty()) {
                doors.add(new Door(verb, filled(path)));
            } else if (below != null && depth < DEPTH) {
                walk(path, method.getReturnType(), depth + 1, doors);
            }
        }
    }

    /** What other applications leave open. */
    private static Stream<Door> usual() {
        return Stream.of(
                        "/engine-rest",
                        "/engine-rest/engine",
                        "/engine-rest/deployment/create",
                        "/rest/engine",
                        "/h2-console",
                        "/h2-console/",
                        "/actuator",
                        "/actuator/env",
                        "/actuator/beans",
                        "/actuator/heapdump",
                        "/actuator/shutdown",
                        "/actuator/prometheus",
                        "/swagger-ui/index.html",
                        "/v3/api-docs",
                        "/camunda-welcome/index.html",
                        "/application.yaml",
                        "/bpmn/persistent-chat-failback.bpmn",
                        "/camunda",
                        "/camunda/",
                        "/camunda/app",
                        "/camunda/app/",
                        "/camunda/app/admin/default/setup",
                        "/camunda/app/admin/default/setup/",
                        "/camunda/app/tasklist/default/",
                        "/camunda/app/cockpit/default/",
                        "/camunda/app/admin/default/",
                        "/camunda/app/welcome/default/",
                        "/index.html",
                        "/pages/index.html",
                        "/favicon.ico",
                        "/error")
                .flatMap(path -> Stream.of(new Door("GET", path), new Door("POST", path)));
    }

    private static String filled(String path) {
        return path.replaceAll("\\{\\s*(name|engine|engineName|processEngineName)\\s*(:[^}]*)?}", "default")
                .replaceAll("\\{app:[a-z]+\\|[^}]*}", "tasklist")
                .replaceAll("\\{[^}]*}", "x")
                .replace("/**", "/x")
                .replaceAll("//+", "/");
    }
}
