package org.failback.sqlserver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failback.step.Sort;

/** What the errors of SQL Server mean for a failback, by the four sorts; the page on errors is made from this table. */
final class ErrorTable {
    /**
     * What an error means.
     *
     * @param sentence what failed, as people say it
     * @param remedy what to do next
     * @param owner whose it is to do
     */
    record Meaning(Sort sort, String sentence, String remedy, String owner) {}

    /** Errors that only say that an earlier one ended the statement. */
    private static final Set<Integer> TRAILING = Set.of(3013, 3041, 3119, 3167, 5069, 5181);

    /** The work itself was done, whatever kept msdb from noting it; unless another error came after this one. */
    private static final int NOT_NOTED = 3009;

    /** How every sentence about data at risk begins, in the journal and at "Decide how to go on". */
    private static final String AT_RISK = "Data is at risk: ";

    private static final String DBA = "DBA";
    private static final Map<Integer, Meaning> MEANINGS = new LinkedHashMap<>();

    private static final Meaning UNKNOWN_ERROR = new Meaning(
            Sort.ASKS,
            "This error is not one that the software knows.",
            "Read the server's words and its error log; then decide how to go on.",
            DBA);

    /** As command lines and third-party steps of a job fail. */
    private static final Meaning NO_NUMBER = new Meaning(
            Sort.ASKS,
            "It gave no error number.",
            "See whether SQL Server Agent runs there and what the job's own words name; then try again, which makes a new job.",
            DBA);

    /** Nobody was logged in; nothing was sent. */
    static final Meaning NOT_REACHED = new Meaning(
            Sort.PASSES,
            "The instance is not reached.",
            "See whether the instance runs, listens on this port and is let through by the firewalls between.",
            DBA);

    static final Meaning NO_TLS = new Meaning(
            Sort.ASKS,
            "No trusted TLS connection.",
            "The certificate of the instance must name the configured host and be signed by an authority in the configured"
                    + " trust store, and the instance must speak TLS 1.2. An instance of SQL Server 2008 R2 needs its TLS"
                    + " 1.2 update.",
            DBA);

    static final Meaning LOST_WHILE_LOOKING = new Meaning(
            Sort.PASSES,
            "The connection broke while the instance answered a look.",
            "See whether the instance runs and whether its network is sound.",
            DBA);

    static final Meaning LATE_WHILE_LOOKING = new Meaning(
            Sort.PASSES,
            "The instance did not answer a look in time.",
            "See on the instance what it waits for: sys.dm_exec_requests shows wait_type and blocking_session_id; a share that"
                    + " does not answer holds it too.",
            DBA);

    static final Meaning LOST_WHILE_ACTING = new Meaning(
            Sort.MAYBE_DONE,
            "The connection broke while the instance answered a command.",
            "Nobody knows whether it had its effect; the instance is looked at again by itself.",
            DBA);

    static final Meaning LATE_WHILE_ACTING = new Meaning(
            Sort.MAYBE_DONE, "The instance did not answer a command in time.", LATE_WHILE_LOOKING.remedy(), DBA);

    static {
        passes("Another session stands in the way.", "Wait a moment; it is tried again by itself.", 1205, 1222, 5061);
        passes("Another backup or file operation runs on the database.", "Wait for it to end, then try again.", 3023);
        passes("The database mirroring partner is busy.", "Wait a moment; it is tried again by itself.", 1404);
        passes(
                "The mirroring partner is not reached.",
                "It is tried again by itself; removing mirroring also works with the partner gone.",
                1413,
                1421,
                1438,
                1456,
                1479);
        passes(
                "Somebody took the only connection that the database allows.",
                "Find the session in sys.dm_exec_sessions and end it, then try again.",
                924,
                5064);
        passes(
                "SQL Server Agent did not take the request: it does not run, or it has one for this job already.",
                "If the server's words say that it is not running, start SQL Server Agent on that instance, then try again.",
                22022);

        doneBefore("The database is not mirrored any more.", 1416);
        doneBefore("The database is recovered already.", 3153);
        doneBefore("The session has ended already.", 6106);
        doneBefore("The job or category exists already.", 14261);
        doneBefore("The job or category does not exist any more.", 14262);
        doneBefore("Log shipping has this entry already.", 32009, 32012, 32013, 32024);
        doneBefore("Log shipping does not have this entry any more.", 32010, 32014);

        asks(
                "The session that did the work was ended, by KILL or by the server.",
                "Find out in the server's error log who ended it and why, then try again.",
                596);
        asks(
                "The work itself was done, but msdb could not note it.",
                "Repair msdb or make room in it. Then see what was done, by RESTORE HEADERONLY of the file or by the database"
                        + " itself, before trying again.",
                NOT_NOTED);
        asks("The database is in use.", "End the sessions that use it, then try again.", 3101);
        asks("This connection stands in the database itself.", "This is a defect of the software: report it.", 3102);
        asks(
                "The database is still mirrored.",
                "Remove mirroring from it, then try again: ALTER DATABASE … SET PARTNER OFF.",
                3104,
                1468);
        asks(
                "This instance holds the mirror, not the principal.",
                "Fail mirroring over to this instance first, then try again.",
                954,
                3059);
        asks(
                "Mirroring has no quorum.",
                "Bring the partner or the witness back, or let the DBA remove the witness, then try again.",
                955,
                1431);
        asks("The database is in the middle of a restore.", "See what restores it before going on.", 927, 5052);
        asks("The database is offline.", "Find out why, and set it ONLINE, then try again.", 942);
        asks(
                "A file of the database cannot be opened.",
                "Operating system error 2 is a missing file, 3 a missing folder, 5 a missing right of the engine's"
                        + " account: correct that, see the server's error log for others, then try again.",
                945,
                5120);
        asks(
                "The database does not exist here, or the login may not open it.",
                "See whether the right instance is configured and what its logins may do.",
                911,
                916,
                3118,
                4060,
                15010);
        asks(
                "A table that belongs to the database is not there.",
                "See whether the database was installed with Topology Builder.",
                208);
        asks(
                "The login lacks a permission.",
                "Grant what the operator's guide lists for this login, then try again.",
                229,
                262,
                297,
                300,
                2571,
                3110,
                5011,
                6102,
                7983,
                15247,
                15151,
                21089);
        asks(
                "The login is refused.",
                "See the server's error log for the state of error 18456; enable the login or correct its password.",
                18452,
                18456,
                18470,
                18486,
                18487,
                18488);
        asks(
                "The backup file or its folder cannot be opened by the account that the server's engine runs as.",
                "Operating system error 5 is a missing right, 3 a missing folder, 2 a missing file, 53 and 67 a share that"
                        + " is not reached, 1326 a refused logon: correct that for the engine's account, then try again.",
                3201);
        asks(
                "Reading or writing the backup file failed on the way.",
                "Operating system error 112 is a full disk, 59 and 64 a network that broke: correct it, then try again;"
                        + " a new attempt writes a new file.",
                3202,
                3203,
                3204,
                3229,
                3271);
        asks(
                "There is not enough space.",
                "Make room on the volume that the server's words name, then try again.",
                1101,
                1105,
                3257,
                9002);
        asks(
                "A file of the backup cannot be created where the MOVE list says.",
                "See whether drive and folder exist, whether the engine may write there, and whether another database"
                        + " owns the file.",
                1834,
                3156,
                3142,
                3176,
                3234,
                3634,
                5133);
        asks(
                "The backup was made by a newer version of SQL Server.",
                "The instance that restores needs at least the version of the one that was backed up.",
                3168,
                3169);
        asks(
                "The database uses features that this edition does not have.",
                "The instance that restores needs the edition of the one that was backed up.",
                905,
                909,
                933);
        asks(
                "The database is encrypted and its certificate is missing here.",
                "Bring the certificate to the instance that restores.",
                33111);
        asks(
                "The backup holds no checksums.",
                "Take the backup as the plan says, WITH CHECKSUM, then try again.",
                3187);
        asks(
                "The log cannot be backed up as it is.",
                "The database needs the FULL recovery model and a full backup before it.",
                4208,
                4214,
                4219,
                32015);
        asks(
                "SQL Server Agent cannot be reached by its procedures (Agent XPs are off).",
                "Start SQL Server Agent on this instance and set it to start automatically, then try again.",
                15281);
        asks(
                "The owner of the job or database cannot be resolved.",
                "See whether a domain controller is reached, then try again.",
                15401,
                15404,
                33009);
        asks(
                "A parameter of the job is not valid on this instance.",
                "The server's words name it: a login, a category or a subsystem that is not there. Correct that, then try again.",
                14234);
        asks(
                "The job has no server to run on or is wrongly made.",
                "Delete the job, which carries the run in its name, then try again.",
                14256,
                14274);
        asks(
                "The statement is not one that this version knows.",
                "Report it with the server's version.",
                102,
                156,
                195,
                207,
                1934,
                2812);
        asks("It ran inside a transaction.", "This is a defect of the software: report it.", 226, 3021, 3902, 3903);
        asks(
                "The backup is not of the kind that the statement restores.",
                "This is a defect of the software: report it.",
                3135,
                4038);
        asks(
                "A user of the database cannot be given that login.",
                "Another user has the login, or the login is of another kind: let the DBA settle it, then try again.",
                33016,
                33017,
                33018);
        asks(
                "An earlier restore of the database did not come to its end.",
                "Restore from the first backup on again; recovery alone does not bring it back.",
                4319,
                4331,
                4333);
        asks(
                "A folder cannot be created by the account that the server's engine runs as.",
                "Operating system error 5 is a missing right, 3 a missing folder above it: correct that, then try again.",
                22048);
        asks(
                "Log shipping needs the database ONLINE on its primary.",
                "See what state the database is in and why, then try again.",
                32007);
        asks(
                "Log shipping still has a secondary there.",
                "Remove log shipping's entry for the secondary first, then try again.",
                32011,
                32025);
        asks(
                "This instance cannot do log shipping.",
                "It needs the Standard or Enterprise edition with SQL Server Agent.",
                32017,
                32018);
        asks(
                "A job that does not belong to log shipping has the name that log shipping needs.",
                "Let the DBA rename that job, then try again.",
                32022);
        asks(
                "The secondary knows nothing of this primary.",
                "See whether somebody removes log shipping there, then try again.",
                32023);
        asks(
                "The server does not know its own name.",
                "Set it with sp_addserver and 'local', restart the instance, then try again.",
                32053);

        endangers(
                "The database is damaged.",
                "Stop. Run DBCC CHECKDB, keep every backup there is, and call the DBA on duty.",
                823,
                824,
                825,
                2576,
                3043,
                3183,
                8909,
                8928,
                8939,
                8967,
                8998);
        endangers(
                "The database could not be recovered (SUSPECT).",
                "Stop. Read in the server's error log why. Do not detach the database and do not restart the instance; call the"
                        + " DBA on duty, who decides between EMERGENCY and a restore from a copy.",
                926);
        asks(
                "The integrity check did not come to its end.",
                "Read the errors before it, and make room in tempdb; then try again.",
                8921);
        endangers(
                "The backup medium is damaged or not a backup.",
                "Keep the file, go back, and take a new backup onto sound storage.",
                3132,
                3186,
                3189,
                3208,
                3241,
                3242,
                3254);
        endangers(
                "The backup is of another database.",
                "Nothing was overwritten. Find out which database that is before going on.",
                3141,
                3154);
        endangers(
                "The end of the log was not backed up and would be lost.",
                "Nothing was overwritten. Back up the tail of the log first.",
                3159);
        endangers(
                "A log backup is missing between the backup and the log that is to be restored.",
                "Somebody else took a log backup. Stop that job. Restore its file first, WITH NORECOVERY, or go back where that is offered.",
                4303,
                4305,
                4312,
                4318,
                4326);
        endangers(
                "The backup belongs to another history of the database.",
                "Do not force it. Compare the recovery forks of both.",
                3117,
                3121,
                4330);
        endangers(
                "The database was in an unstable state when mirroring was removed.",
                "Verify its data before going on.",
                1430);
        asks(
                "The guard of the command found the server in another state than the one it is for.",
                "Nothing was changed. Read which condition the server's words name, and look at the server.",
                50000);
    }

    private ErrorTable() {}

    /** The meaning of a chain of errors: of the first that says more than that the statement ended. */
    static Meaning meaning(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return NO_NUMBER;
        }
        List<Integer> telling =
                numbers.stream().filter(number -> !TRAILING.contains(number)).toList();
        if (telling.isEmpty()) {
            return UNKNOWN_ERROR;
        }
        if (telling.get(telling.size() - 1) == NOT_NOTED) {
            return MEANINGS.get(NOT_NOTED);
        }
        return telling.stream()
                .filter(number -> number != NOT_NOTED)
                .findFirst()
                .map(number -> MEANINGS.getOrDefault(number, UNKNOWN_ERROR))
                .orElse(UNKNOWN_ERROR);
    }

    /** What each error means, by number; errors that mean the same stand together. */
    static Map<Integer, Meaning> meanings() {
        return Collections.unmodifiableMap(MEANINGS);
    }

    /** Errors that mean nothing beside the one that they follow. */
    static Set<Integer> trailing() {
        return TRAILING;
    }

    /** What has no number: of connections, of every other error, of a job that failed without one. */
    static List<Meaning> withoutNumber() {
        return List.of(
                NOT_REACHED,
                LOST_WHILE_LOOKING,
                LATE_WHILE_LOOKING,
                LOST_WHILE_ACTING,
                LATE_WHILE_ACTING,
                NO_TLS,
                NO_NUMBER,
                UNKNOWN_ERROR);
    }

    static boolean knows(int number) {
        return MEANINGS.containsKey(number) || TRAILING.contains(number);
    }

    private static void passes(String sentence, String remedy, int... numbers) {
        put(new Meaning(Sort.PASSES, sentence, remedy, DBA), numbers);
    }

    /** Whether it really was done is for the next look to say. */
    private static void doneBefore(String sentence, int... numbers) {
        put(new Meaning(Sort.MAYBE_DONE, sentence, "The instance is looked at again by itself.", DBA), numbers);
    }

    private static void asks(String sentence, String remedy, int... numbers) {
        put(new Meaning(Sort.ASKS, sentence, remedy, DBA), numbers);
    }

    private static void endangers(String sentence, String remedy, int... numbers) {
        put(new Meaning(Sort.ENDANGERS, AT_RISK + sentence, remedy, DBA), numbers);
    }

    private static void put(Meaning meaning, int... numbers) {
        for (int number : numbers) {
            if (MEANINGS.put(number, meaning) != null) {
                throw new IllegalStateException("error " + number + " stands twice in the table");
            }
        }
    }
}
