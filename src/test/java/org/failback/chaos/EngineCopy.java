package org.failback.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the engine's database says at one moment. It is read from a copy, so that the application finds its own as the kill
 * left it.
 *
 * @param journal of all runs in it
 * @param activities where executions stand
 * @param tasks that wait for people
 * @param lockedJobs jobs that a node has taken, with its name
 * @param history how many rows each table of the engine's history has, and the journal
 */
record EngineCopy(
        List<Line> journal,
        List<String> activities,
        List<String> tasks,
        List<String> lockedJobs,
        Map<String, Long> history) {
    /** One entry of the journal. */
    record Line(String run, long number, String kind, String step, JsonNode data) {
        @Override
        public String toString() {
            return number + " " + kind + " " + step;
        }
    }

    static EngineCopy of(Path database) {
        Path copy = database.resolveSibling("copy-of-" + database.getFileName());
        try {
            Files.copy(database, copy, StandardCopyOption.REPLACE_EXISTING);
            String url = "jdbc:h2:file:" + copy.toString().replaceFirst("\\.mv\\.db$", "");
            try (Connection connection = DriverManager.getConnection(url)) {
                return read(connection);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new AssertionError("The engine's database " + database + " cannot be read", e);
        }
    }

    static EngineCopy read(Connection connection) throws SQLException {
        List<Line> lines = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT run, number, kind, step, data FROM failback_journal ORDER BY run, number")) {
            while (rows.next()) {
                lines.add(new Line(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getString(4),
                        json.readTree(rows.getString(5))));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("The journal holds what is no JSON", e);
        }
        return new EngineCopy(
                lines,
                texts(connection, "SELECT ACT_ID_ FROM ACT_RU_EXECUTION WHERE IS_ACTIVE_ AND ACT_ID_ IS NOT NULL"),
                texts(connection, "SELECT TASK_DEF_KEY_ FROM ACT_RU_TASK"),
                texts(
                        connection,
                        "SELECT HANDLER_CFG_ || ' ' || LOCK_OWNER_ FROM ACT_RU_JOB WHERE LOCK_OWNER_ IS NOT NULL"),
                rowsOfHistory(connection));
    }

    private static Map<String, Long> rowsOfHistory(Connection connection) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        List<String> tables = texts(
                connection,
                "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE UPPER(TABLE_NAME) LIKE 'ACT\\_HI\\_%'");
        for (String table : tables) {
            // The engine tidies up its history at a set hour of the day, whatever a run does.
            String runs = table.equalsIgnoreCase("ACT_HI_JOB_LOG") ? " WHERE JOB_DEF_TYPE_ <> 'history-cleanup'" : "";
            rows.put(
                    table,
                    Long.valueOf(texts(connection, "SELECT COUNT(*) FROM " + table + runs)
                            .get(0)));
        }
        rows.put(
                "journal",
                Long.valueOf(texts(connection, "SELECT COUNT(*) FROM failback_journal")
                        .get(0)));
        return rows;
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** The newest entry of the journal. */
    Line last() {
        return journal.get(journal.size() - 1);
    }

    /** Number of the node that holds a job, by the end of its name. */
    OptionalInt nodeThatWorks() {
        return lockedJobs.stream()
                .filter(job -> job.matches(".*-\\d+"))
                .mapToInt(job -> Integer.parseInt(job.substring(job.lastIndexOf('-') + 1)))
                .findFirst();
    }

    boolean waitsAt(String step) {
        return activities.stream().anyMatch(("Wait_" + step)::equalsIgnoreCase);
    }

    /** Whether the journal tells of a command whose answer never came; empty when it does. */
    String contradictionOfLoss(Boundary boundary) {
        String step = boundary.command().step();
        List<String> outcomes = journal.stream()
                .filter(line -> line.kind().equals("OUTCOME") && line.step().equals(step))
                .map(line -> line.data().path("outcome").asText())
                .toList();
        boolean lost = outcomes.stream().anyMatch(outcome -> !outcome.equals("returned"));
        return lost ? "" : "the answers were " + outcomes;
    }

    /** What of a boundary this shows; empty when the kill fell at it. */
    String contradiction(Boundary boundary) {
        String step = boundary.command().step();
        boolean fits = switch (boundary.moment()) {
            case ARRIVED, EFFECTIVE ->
                last().kind().equals("INTENT") && last().step().equals(step);
            // Its script's own look, or the intent of the step's next command, may be written before that is held.
            case ANSWERED ->
                journal.subList(Math.max(0, journal.size() - 2), journal.size()).stream()
                        .anyMatch(line ->
                                line.kind().equals("OUTCOME") && line.step().equals(step));
            case WAITING -> waitsAt(step);
        };
        return fits ? "" : "the journal ends with " + last() + ", executions stand at " + activities;
    }
}
