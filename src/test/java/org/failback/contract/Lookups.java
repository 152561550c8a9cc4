package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.failback.sqlserver.Lookup;

/** Every look of the product, as it sends them, and whether the columns are there and of a kind that it can read. */
final class Lookups {
    private static final Path ROOM = Path.of("src/main/java/org/failback/sqlserver");
    private static final Pattern READ =
            Pattern.compile("\\.(text|number|decimal|flag|time|isNull)\\(\\s*\"([^\"]+)\"\\)");
    private static final Set<String> NUMBERS = Set.of(
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Short",
            "java.math.BigDecimal",
            "java.lang.Float",
            "java.lang.Double");
    private static final Map<String, Set<String>> READABLE = Map.of(
            "number", with(NUMBERS, "java.lang.Boolean"),
            "decimal", NUMBERS,
            "flag", with(NUMBERS, "java.lang.Boolean"),
            "time", Set.of("java.sql.Timestamp"));

    private static Set<String> with(Set<String> some, String one) {
        Set<String> all = new TreeSet<>(some);
        all.add(one);
        return all;
    }

    /** How the product reads columns, by their names in lower case; found in its sources. */
    private static Map<String, Set<String>> reads() {
        Map<String, Set<String>> reads = new TreeMap<>();
        try (Stream<Path> sources = Files.list(ROOM)) {
            for (Path source : sources.toList()) {
                Matcher matcher = READ.matcher(Files.readString(source));
                while (matcher.find()) {
                    reads.computeIfAbsent(matcher.group(2).toLowerCase(java.util.Locale.ROOT), name -> new TreeSet<>())
                            .add(matcher.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reads;
    }

    @Promise(
            source = "the views' and procedures' own pages (Transact-SQL): names and types of columns",
            needs = Need.AGENT)
    void everyLookIsAnsweredWithColumnsThatTheProductCanRead(Scene scene) {
        String chat = chat(scene);
        Map<Lookup, Object[]> values = values(scene, chat);
        Map<String, Set<String>> reads = reads();
        assertThat(reads).hasSizeGreaterThan(50);
        Set<String> seen = new TreeSet<>();
        for (Lookup lookup : Lookup.values()) {
            Said said = scene.one.ask(in(chat, lookup.text()), values.getOrDefault(lookup, new Object[0]));
            assertThat(said.columns()).as(lookup + " answers columns").isNotEmpty();
            seen.addAll(said.columns().keySet());
            said.columns()
                    .forEach((column, type) -> reads.getOrDefault(column, Set.of()).stream()
                            .filter(READABLE::containsKey)
                            .forEach(kind -> assertThat(READABLE.get(kind))
                                    .as(lookup + "." + column + ", which the product reads as a " + kind)
                                    .contains(type)));
        }
        Set<String> unanswered = new TreeSet<>(reads.keySet());
        unanswered.removeAll(seen);
        assertThat(unanswered)
                .as("columns that the product reads and no look has")
                .isEmpty();
    }

    /** The product's databases have names of their own; here it is one of ours. */
    static String in(String database, String text) {
        return text.replaceAll("\\bmgc(comp)?\\.", "[" + database + "].").replaceAll("'mgc'", "'" + database + "'");
    }

    private static String chat(Scene scene) {
        String database = scene.database(scene.first);
        for (String table : List.of(
                "tblServerIdentity (serverID int, serverAddress nvarchar(256), serverLastPingTime datetime)",
                "tblChat (chatID bigint, chatDate bigint)",
                "tblComplianceData (cmplID bigint, cmplType int)")) {
            scene.one.ask("CREATE TABLE [" + database + "].dbo." + table);
        }
        return database;
    }

    private static Map<Lookup, Object[]> values(Scene scene, String chat) {
        String file = scene.backUp(scene.first, chat);
        String job = scene.makeJob(scene.first, "PRINT N'done';");
        scene.finish(scene.first, job);
        String id = scene.one
                .ask("SELECT CONVERT(nvarchar(36), job_id) FROM msdb.dbo.sysjobs WHERE name = N'" + job + "'")
                .text();
        String set = scene.one
                .ask(
                        "SELECT CONVERT(nvarchar(36), b.backup_set_uuid) FROM msdb.dbo.backupset b WHERE b.database_name = N'"
                                + chat + "'")
                .text();
        Map<String, Object[]> byName = new LinkedHashMap<>();
        for (String name : List.of(
                "DATABASE",
                "ENCRYPTOR",
                "SESSIONS",
                "RESTORES",
                "LAST_FULL_RESTORE",
                "LAST_BACKUP",
                "FILES_OF_DATABASE",
                "FREE_SPACE",
                "BACKUP_SPEED",
                "LOG_SHIPPING_REGISTERED")) {
            byName.put(name, new Object[] {chat});
        }
        byName.put(
                "ACTING_LOGIN",
                new Object[] {scene.one.ask("SELECT ORIGINAL_LOGIN()").text()});
        byName.put("MARK", new Object[] {job});
        byName.put("JOBS", new Object[] {job});
        byName.put("JOB_LOG", new Object[] {id});
        byName.put("JOB_HISTORY", new Object[] {id});
        byName.put("JOB_NOW", new Object[] {id});
        byName.put("JOB_RUNS_SINCE", new Object[] {id, 0});
        byName.put("JOB_REQUEST", new Object[] {Server.PROGRAM});
        byName.put("BACKUPS_SINCE_MARK", new Object[] {job, chat});
        byName.put("BACKUPS_BY_NAME", new Object[] {"full", chat});
        byName.put("RESTORES_OF_SET", new Object[] {chat, set});
        byName.put("HEADER", new Object[] {file});
        byName.put("FILES_IN_BACKUP", new Object[] {file});
        byName.put("FOLDER", new Object[] {file});
        Map<Lookup, Object[]> values = new EnumMap<>(Lookup.class);
        byName.forEach((name, given) -> values.put(Lookup.valueOf(name), given));
        for (Lookup lookup : Lookup.values()) {
            long wanted =
                    lookup.text().chars().filter(character -> character == '?').count();
            assertThat(values.getOrDefault(lookup, new Object[0]))
                    .as("values for " + lookup)
                    .hasSize((int) wanted);
        }
        return values;
    }
}
