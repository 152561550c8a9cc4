package org.failback.console;

import java.util.Map;
import org.failback.process.Rooms;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts the Spring application with what the command line decided. */
final class Application {
    private Application() {}

    /** @param arguments what Spring Boot has to know before it reads its files */
    static ConfigurableApplicationContext start(
            WebApplicationType web, Map<String, Object> properties, String... arguments) {
        return new SpringApplicationBuilder(Failback.class)
                .bannerMode(Banner.Mode.OFF)
                .profiles(Boolean.TRUE.equals(properties.get("failback.rehearsal")) ? "rehearsal" : "real")
                .web(web)
                .initializers(context -> {
                    context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new MapPropertySource("commandLine", properties));
                    // Before anything is opened or created for an estate that is not described.
                    Rooms.checkConfiguration(context.getEnvironment());
                })
                .run(arguments);
    }
}
