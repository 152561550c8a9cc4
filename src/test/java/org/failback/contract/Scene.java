package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What one promise is tried on. It makes databases, logins, jobs and files under names of its own, and takes all of them
 * away again, however the promise ends.
 */
final class Scene implements AutoCloseable {
    static final String PASSWORD = "Contract-9-only";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    final Server first;
    final Server second;
    /** The sysadmin's connection to the first instance, standing in master. */
    final Client one;
    /** The same on the second. */
    final Client two;

    private final Range range;
    private final Evidence evidence;
    private final String prefix;
    private final Ends ends = new Ends();
    private int count;

    Scene(Range range, Evidence evidence, String prefix) {
        this.range = range;
        this.evidence = evidence;
        this.prefix = prefix;
        this.first = range.first();
        this.second = range.second();
        this.one = first.main();
        this.two = second.main();
    }

    /** A name that nothing else has. */
    String name() {
        return prefix + "_" + ++count;
    }

    void atEnd(Runnable end) {
        ends.add(end);
    }

    <T extends Client> T closing(T client) {
        atEnd(client::close);
        return client;
    }

    // Databases

    /** A new database in the FULL recovery model with a table of one row; it has never been backed up. */
    String database(Server server) {
        String database = name();
        dropping(server, database);
        server.main().ask("CREATE DATABASE [" + database + "]");
        server.main().ask("ALTER DATABASE [" + database + "] SET RECOVERY FULL");
        server.main().ask("CREATE TABLE [" + database + "].dbo.kept (id int NOT NULL PRIMARY KEY)");
        write(server, database, 1);
        return database;
    }

    /** A name for a database that a restore makes, and that is dropped at the end. */
    String databaseToBe(Server server) {
        String database = name();
        dropping(server, database);
        return database;
    }

    /** The same name on another instance, dropped there as well. */
    String also(Server server, String database) {
        dropping(server, database);
        return database;
    }

    private void dropping(Server server, String database) {
        atEnd(() -> {
            drop(server, database);
            List.of(first, second).forEach(one -> forgetBackupsOf(one, database));
        });
    }

    private static void drop(Server server, String database) {
        String name = "[" + database + "]";
        Client client = server.unrecorded();
        client.run("IF EXISTS (SELECT 1 FROM sys.database_mirroring WHERE database_id = DB_ID(N'" + database
                + "') AND mirroring_guid IS NOT NULL) ALTER DATABASE " + name + " SET PARTNER OFF");
        for (String session : client.run("SELECT spid FROM master.dbo.sysprocesses WHERE dbid = DB_ID(N'" + database
                        + "') AND spid <> @@SPID")
                .column()) {
            client.run("KILL " + session);
        }
        client.run("IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'" + database
                + "' AND state_desc = N'OFFLINE') ALTER DATABASE " + name + " SET ONLINE");
        client.run("IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'" + database
                + "' AND state_desc = N'ONLINE') ALTER DATABASE " + name
                + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        client.run("IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'" + database + "') DROP DATABASE " + name);
    }

    private static void forgetBackupsOf(Server server, String database) {
        Client client = server.unrecorded();
        client.run("EXEC msdb.dbo.sp_delete_database_backuphistory @database_name = N'" + database + "'");
    }

    /** Nobody stands in the database any more, as nobody would before its last backup. */
    void forceOut(Server server, String database) {
        for (String session : server.main()
                .ask("SELECT spid FROM master.dbo.sysprocesses WHERE dbid = DB_ID(N'" + database
                        + "') AND spid <> @@SPID")
                .column()) {
            server.main().ask("KILL " + session);
        }
    }

    void write(Server server, String database, int id) {
        server.main().ask("INSERT INTO [" + database + "].dbo.kept (id) VALUES (" + id + ")");
    }

    /** How many rows its table has. */
    long rows(Server server, String database) {
        return server.main()
                .ask("SELECT COUNT(*) FROM [" + database + "].dbo.kept")
                .number();
    }

    String state(Server server, String database) {
        List<String> states = server.main()
                .ask("SELECT state_desc FROM sys.databases WHERE name = N'" + database + "'")
                .column();
        return states.isEmpty() ? "none" : states.get(0);
    }

    // Backups

    /** A file in the common folder that is not there yet. */
    String file() {
        String file = inFolder(name() + ".bak");
        atEnd(() -> {
            if (!range.remove(file)) {
                evidence.left(file);
            }
        });
        return file;
    }

    String inFolder(String name) {
        String folder = range.folder();
        return folder + (folder.startsWith("/") ? "/" : "\\") + name;
    }

    /** A file where the first instance's Agent may write. */
    String inAgentFolder(String name) {
        return range.agentFolder() + "\\" + name;
    }

    /** The options that every backup of the product has, in its order. */
    static String options(String name) {
        return "NOFORMAT, NOINIT, CHECKSUM, STOP_ON_ERROR, STATS = 5, NAME = N'" + name
                + "', DESCRIPTION = N'contract'";
    }

    /** A full backup as the product takes it; answers the file. */
    String backUp(Server server, String database) {
        String file = file();
        server.main().ask("BACKUP DATABASE [" + database + "] TO DISK = N'" + file + "' WITH " + options("full"));
        return file;
    }

    /** A log backup by which the chain goes on. */
    String backUpLog(Server server, String database) {
        String file = file();
        server.main().ask("BACKUP LOG [" + database + "] TO DISK = N'" + file + "' WITH " + options("log"));
        return file;
    }

    /** The tail of the log, as the product takes it; the database is RESTORING then. */
    String backUpTail(Server server, String database) {
        String file = file();
        server.main()
                .ask("BACKUP LOG [" + database + "] TO DISK = N'" + file + "' WITH NORECOVERY, " + options("tail"));
        return file;
    }

    /** MOVE clauses that put a backup's files beside those of the instance's own databases. */
    String moves(Server server, String file, String database) {
        String master = server.main()
                .ask("SELECT physical_name FROM sys.master_files WHERE database_id = 1 AND file_id = 1")
                .text();
        String folder = master.substring(0, Math.max(master.lastIndexOf('\\'), master.lastIndexOf('/')) + 1);
        List<String> moves = new ArrayList<>();
        for (Map<String, Object> row : server.main()
                .ask("RESTORE FILELISTONLY FROM DISK = N'" + file + "'")
                .rows()) {
            String path =
                    folder + database + (row.get("type").toString().strip().equals("L") ? ".ldf" : ".mdf");
            moves.add("MOVE N'" + row.get("logicalname") + "' TO N'" + path + "'");
        }
        return String.join(", ", moves);
    }

    /** RESTORE DATABASE as the product writes it; recovery is NORECOVERY or RECOVERY, perhaps after REPLACE. */
    String restore(Server server, String database, String file, String recovery) {
        return "RESTORE DATABASE [" + database + "] FROM DISK = N'" + file + "' WITH FILE = 1, " + recovery
                + ", CHECKSUM, STOP_ON_ERROR, STATS = 5, " + moves(server, file, database);
    }

    static String restoreLog(String database, String file, String recovery) {
        return "RESTORE LOG [" + database + "] FROM DISK = N'" + file + "' WITH FILE = 1, " + recovery
                + ", CHECKSUM, STOP_ON_ERROR, STATS = 5";
    }

    // Logins

    /** A SQL login without any right but to connect. */
    String login(Server server) {
        String login = name();
        atEnd(() -> {
            Client client = server.unrecorded();
            client.run("DROP LOGIN [" + login + "]");
        });
        server.main().ask("CREATE LOGIN [" + login + "] WITH PASSWORD = N'" + PASSWORD + "', CHECK_POLICY = OFF");
        return login;
    }

    /** A connection of a login without rights. */
    Client stranger(Server server) {
        return closing(server.as(login(server), PASSWORD));
    }

    // Refusals

    /** Runs a batch and expects exactly these errors, by number and severity, in this order. */
    Said refused(Client client, String batch, Told... expected) {
        Said said = client.run(batch);
        assertThat(said.chain())
                .as(batch + " -> " + said.told())
                .containsExactlyElementsOf(
                        Arrays.stream(expected).map(Told::inShort).toList());
        evidence.provoked(said.errors());
        return said;
    }

    /** Runs a batch and expects these errors first and last, whatever stands between. */
    void refusedFromTo(Client client, String batch, Told first, Told last) {
        Said said = client.run(batch);
        assertThat(said.chain())
                .as(batch + " -> " + said.told())
                .startsWith(first.inShort())
                .endsWith(last.inShort());
        evidence.provoked(said.errors());
    }

    /** The same refusal, and then once more as the step of a job: the Agent keeps it whole. */
    void refusedInJobsToo(Server server, String batch, Told... expected) {
        refused(server.main(), batch, expected);
        if (range.lacks(Need.AGENT).isPresent()) {
            return;
        }
        JobRun run = job(server, "SET QUOTED_IDENTIFIER ON;\n" + batch);
        List<Integer> numbers = Arrays.stream(expected).map(Told::number).toList();
        assertThat(run.outcome()).as(run.toString()).isZero();
        assertThat(run.numbersInLog()).as("the step's log: " + run.log()).isEqualTo(numbers);
        assertThat(run.numbersInHistory()).as("the history: " + run.history()).isEqualTo(numbers);
        numbers.forEach(evidence::provokedInJob);
    }

    /** As a batch and as the step of a job: these errors first and last. */
    void refusedInJobsFromTo(Server server, String batch, Told first, Told last) {
        refusedFromTo(server.main(), batch, first, last);
        if (range.lacks(Need.AGENT).isPresent()) {
            return;
        }
        JobRun run = job(server, "SET QUOTED_IDENTIFIER ON;\n" + batch);
        assertThat(run.outcome()).as(run.toString()).isZero();
        assertThat(run.numbersInLog())
                .as("the step's log: " + run.log())
                .startsWith(first.number())
                .endsWith(last.number());
        run.numbersInLog().forEach(evidence::provokedInJob);
    }

    /** A login that is refused. */
    void refusedLogin(Server server, String user, String password, String database, Told... expected) {
        List<Told> errors = server.refusedLogin(user, password, database);
        assertThat(errors.stream().map(Told::inShort).toList())
                .as(user + " into " + database + ": " + errors)
                .containsExactlyElementsOf(
                        Arrays.stream(expected).map(Told::inShort).toList());
        evidence.provoked(errors);
    }

    // Jobs

    /** A job of one T-SQL step as the product makes it, not started; answers its name. */
    String makeJob(Server server, String text) {
        return makeJob(server, "TSQL", text);
    }

    String makeJob(Server server, String subsystem, String text) {
        String job = name();
        String category = prefix;
        atEnd(() -> removeJob(server, job, category));
        server.main().ask(Jobs.make(job, category, subsystem, text));
        return job;
    }

    private void removeJob(Server server, String job, String category) {
        server.unrecorded().run("EXEC msdb.dbo.sp_stop_job @job_name = N'" + job + "'");
        await(() -> isGone(server, job), "the job " + job + " to be gone");
        server.unrecorded().run("EXEC msdb.dbo.sp_delete_category @class = N'JOB', @name = N'" + category + "'");
    }

    /** Deletes the job; no error proves that, unless the connection broke. */
    private static boolean isGone(Server server, String job) {
        Said said = server.unrecorded().run("EXEC msdb.dbo.sp_delete_job @job_name = N'" + job + "'");
        return !said.broken() && said.errors().stream().allMatch(error -> error.number() == 14262);
    }

    /** Makes a job, starts it, and waits until its history is written. */
    JobRun job(Server server, String text) {
        return finish(server, makeJob(server, text));
    }

    JobRun finish(Server server, String job) {
        server.main().ask("EXEC msdb.dbo.sp_start_job @job_name = N'" + job + "'");
        return ended(server, job);
    }

    /** Waits until the history of the whole job is written. */
    JobRun ended(Server server, String job) {
        String id = "(SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'" + job + "')";
        await(
                () -> server.main()
                                .ask("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND job_id = " + id)
                                .number()
                        > 0,
                "the job " + job + " to end");
        return JobRun.of(server.main(), job);
    }

    static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        ends.close();
    }
}
