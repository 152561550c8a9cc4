package org.failback.estate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** The example that people copy, with its secrets lying in a folder of the test. */
final class Example {
    private static final String SECRETS = "/run/secrets/";
    private static final Map<String, String> YAML = load();

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Map<String, Object> environment = new HashMap<>();

    private Example(Path secrets) {
        YAML.forEach((name, text) -> properties.put(name, text.replace(SECRETS, secrets + "/")));
    }

    /** Makes the secrets that the example refers to. */
    static void layOut(Path secrets) {
        try (InputStream ca = Example.class.getResourceAsStream("authority.pem")) {
            Files.copy(ca, secrets.resolve("ca.pem"));
            Files.writeString(secrets.resolve("look"), "reading-is-silver\n");
            Files.writeString(secrets.resolve("act"), "acting-is-gold");
            Files.createFile(secrets.resolve("empty"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Example in(Path secrets) {
        return new Example(secrets);
    }

    static Set<String> names() {
        return YAML.keySet();
    }

    Example with(String name, String text) {
        properties.put(name, text);
        return this;
    }

    Example without(String name) {
        properties.keySet().removeIf(n -> n.equals(name) || n.startsWith(name + ".") || n.startsWith(name + "["));
        return this;
    }

    Example withEnvironment(String variable, String text) {
        environment.put(variable, text);
        return this;
    }

    /** The properties of one group once more under another. */
    Example copied(String from, String to) {
        without(to);
        Map.copyOf(properties).forEach((name, text) -> {
            if (name.startsWith(from + ".")) {
                properties.put(to + name.substring(from.length()), text);
            }
        });
        return this;
    }

    String text(String name) {
        return (String) properties.get(name);
    }

    Reading reading() {
        StandardEnvironment spring = new StandardEnvironment();
        spring.getPropertySources()
                .forEach(source -> spring.getPropertySources().remove(source.getName()));
        spring.getPropertySources()
                .addLast(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        spring.getPropertySources().addLast(new MapPropertySource("estate.yaml", properties));
        ConfigurationPropertySources.attach(spring);
        return new Reading(
                new SpringProperties(spring),
                new Secrets(Map.of("FAILBACK_ADMIN_PASSWORD", "administering-is-iron", "EMPTY", "")));
    }

    Configuration read() {
        return Configuration.read(reading());
    }

    List<Problem> problems() {
        try {
            read();
            return List.of();
        } catch (WrongConfiguration e) {
            return e.problems();
        }
    }

    private static Map<String, String> load() {
        try {
            Map<String, String> texts = new LinkedHashMap<>();
            for (PropertySource<?> source :
                    new YamlPropertySourceLoader().load("example", new ClassPathResource("estate-example.yaml"))) {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    texts.put(name, String.valueOf(source.getProperty(name)));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
