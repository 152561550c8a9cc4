package org.failback.chaos;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * How the product is started, time and again on the same engine database, and how that is looked at meanwhile. Each start
 * asks how Java is to be started.
 */
interface Application {
    /** @param resume false for the first time */
    Child launch(boolean resume);

    EngineCopy engine();

    /** The product's own command: {@code drill --lab external}, on H2 below its working directory. */
    static Application drill(Supplier<Jvm> jvm, LabProcess lab, Path folder) {
        return drill(jvm, lab, folder, Map.of());
    }

    /** @param settings what is configured otherwise than by default */
    static Application drill(Supplier<Jvm> jvm, LabProcess lab, Path folder, Map<String, String> settings) {
        List<String> first = List.of(
                "drill",
                "--lab",
                "external",
                "--ports-from",
                String.valueOf(lab.address().ports().primary()),
                "--ca",
                lab.address().ca().toString());
        List<String> again = new ArrayList<>(first);
        again.add("--resume");
        return new Application() {
            @Override
            public Child launch(boolean resume) {
                return Child.java(
                        jvm.get(),
                        "org.failback.console.Main",
                        settings,
                        resume ? again : first,
                        folder,
                        folder.resolve("application.log"));
            }

            @Override
            public EngineCopy engine() {
                return EngineCopy.of(folder.resolve(Path.of("target", "drill", "external", "engine.mv.db")));
            }
        };
    }

    /** A node without web pages on H2 in a file, whose people answer so many tasks and then leave. */
    static Application nodeOnH2(Supplier<Jvm> jvm, LabProcess lab, Path folder, int answers) {
        String url = "jdbc:h2:file:" + folder.resolve("engine")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;OPTIMIZE_REUSE_RESULTS=0";
        return new Application() {
            @Override
            public Child launch(boolean resume) {
                return node(jvm.get(), lab, folder, url, answers, Map.of(), resume);
            }

            @Override
            public EngineCopy engine() {
                return EngineCopy.of(folder.resolve("engine.mv.db"));
            }
        };
    }

    /** A node without web pages on PostgreSQL; there may be several. */
    static Application nodeOnPostgres(
            Supplier<Jvm> jvm,
            LabProcess lab,
            Path folder,
            String url,
            DataSource database,
            Map<String, String> settings) {
        return new Application() {
            @Override
            public Child launch(boolean resume) {
                return node(jvm.get(), lab, folder, url, Integer.MAX_VALUE, settings, resume);
            }

            @Override
            public EngineCopy engine() {
                try (Connection connection = database.getConnection()) {
                    return EngineCopy.read(connection);
                } catch (SQLException e) {
                    throw new AssertionError("The engine's database cannot be read", e);
                }
            }
        };
    }

    private static Child node(
            Jvm jvm,
            LabProcess lab,
            Path folder,
            String url,
            int answers,
            Map<String, String> settings,
            boolean resume) {
        return Child.java(
                jvm,
                "org.failback.console.CrashNode",
                settings,
                List.of(
                        String.valueOf(lab.address().ports().primary()),
                        lab.address().ca().toString(),
                        url,
                        String.valueOf(answers),
                        String.valueOf(!resume)),
                folder,
                folder.resolve("application.log"));
    }
}
