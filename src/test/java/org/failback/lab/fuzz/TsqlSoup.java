package org.failback.lab.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** T-SQL that nobody would write: right statements with words lost, doubled and exchanged, and words in any order. */
final class TsqlSoup {
    private static final List<String> STATEMENTS = List.of(
            "SELECT name, state_desc, DB_ID(name) FROM sys.databases d WHERE d.name LIKE N'mgc%' AND database_id > 4 ORDER BY 1 DESC",
            "SELECT TOP (1) d.name, COUNT(*) AS n FROM sys.databases d JOIN sys.master_files f ON f.database_id = d.database_id GROUP BY d.name HAVING COUNT(*) > 1",
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM sys.tables) THEN 1 ELSE NULL END, ISNULL(NULL, 'x'), COALESCE(NULL, 2), CAST('12' AS int) % 5, CONVERT(varchar(30), GETDATE(), 126)",
            "DECLARE @a int = 1, @t TABLE (id int PRIMARY KEY, n nvarchar(20)) INSERT INTO @t VALUES (@a, N'x'), (2, NULL) UPDATE @t SET n = 'y' WHERE id IN (SELECT id FROM @t) DELETE FROM @t SELECT * FROM @t",
            "IF OBJECT_ID('tempdb..#t') IS NOT NULL DROP TABLE #t CREATE TABLE #t (id int IDENTITY(1,1) NOT NULL, b varbinary(20) NULL) INSERT INTO #t (b) SELECT 0x0102 SELECT @@ROWCOUNT, SCOPE_IDENTITY()",
            "BEGIN TRY EXEC sp_executesql N'SELECT @p', N'@p int', @p = 3 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_MESSAGE() END CATCH",
            "BEGIN TRANSACTION SAVE TRANSACTION s ROLLBACK COMMIT",
            "BACKUP LOG mgc TO DISK = N'D:\\Backup\\x.trn' WITH INIT, CHECKSUM, COPY_ONLY, STATS = 10",
            "RESTORE HEADERONLY FROM DISK = N'D:\\Backup\\x.bak' WITH FILE = 1",
            "RESTORE DATABASE nothing FROM DISK = N'D:\\Backup\\x.bak' WITH REPLACE, NORECOVERY, MOVE 'a' TO 'D:\\a.mdf', STATS = 5",
            "ALTER DATABASE nothing SET PARTNER = N'TCP://sqlp01.dc1.lab.example:5022'",
            "ALTER DATABASE nothing SET RECOVERY FULL WITH ROLLBACK IMMEDIATE",
            "EXEC @r = sp_getapplock @Resource = N'x', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0",
            "EXEC msdb.dbo.sp_add_job @job_name = N'fuzz', @enabled = 0, @description = N'x'",
            "SELECT j.name, h.run_status, msdb.dbo.agent_datetime(h.run_date, h.run_time) FROM msdb.dbo.sysjobs j LEFT JOIN msdb.dbo.sysjobhistory h ON h.job_id = j.job_id",
            "DBCC CHECKDB (nothing) WITH NO_INFOMSGS, ALL_ERRORMSGS",
            "WITH c (a, b) AS (SELECT 1, 2 UNION ALL SELECT 3, 4) SELECT SUM(a), MAX(b), MIN(DISTINCT a) FROM c WHERE a BETWEEN 1 AND 3 OR NOT b = 2",
            "USE msdb PRINT DB_NAME() SET NOCOUNT ON SET XACT_ABORT OFF SET LOCK_TIMEOUT 100 SET DEADLOCK_PRIORITY LOW",
            "SELECT SUBSTRING('abc', 2, 1), CHARINDEX('b', 'abc'), REPLACE('a', 'a', NULL), REPLICATE('x', 30), STUFF('abc', 1, 1, ''), DATEADD(day, 1, GETDATE()), DATEDIFF(ss, '20130101', GETUTCDATE()), 1/0, 0x01 + 0x02, -2147483648 - 1");
    private static final Pattern WORD =
            Pattern.compile("N?'[^']*'|@{0,2}[A-Za-z_#][\\w$#]*|0x[0-9A-F]*|\\d+|<=|>=|<>|\\S");
    private static final List<String> NONSENSE = List.of(
            "'",
            "''",
            "N'",
            "[",
            "]",
            "\"",
            "/*",
            "*/",
            "--",
            ";",
            "(",
            ")",
            "((((",
            ",",
            ".",
            "..",
            "@",
            "@@",
            "#",
            "0x",
            "0xZZ",
            "1e",
            "1e999",
            "99999999999999999999999999999999999999999",
            "-",
            "+",
            "%",
            "&",
            "|",
            "^",
            "~",
            "=",
            "\0",
            "\uD83E",
            "🦊",
            "\n",
            "\u00A0",
            "GO",
            "é",
            "$(x)",
            "{d '2013-01-01'}",
            "?",
            "::");

    private final Random random;
    private final Mutator mutator;
    private final List<List<String>> statements = new ArrayList<>();
    private final List<String> words;

    TsqlSoup(Random random) {
        this.random = random;
        this.mutator = new Mutator(random);
        for (String statement : STATEMENTS) {
            List<String> parts = new ArrayList<>();
            Matcher word = WORD.matcher(statement);
            while (word.find()) {
                parts.add(word.group());
            }
            statements.add(parts);
        }
        words = statements.stream().flatMap(List::stream).distinct().collect(Collectors.toCollection(ArrayList::new));
        words.addAll(NONSENSE);
    }

    String next() {
        return switch (random.nextInt(8)) {
            case 0 -> shuffled(1 + random.nextInt(40));
            case 1 -> deep();
            case 2 -> new String(mutator.noise(random.nextInt(100)), java.nio.charset.StandardCharsets.UTF_16LE);
            case 3 -> cut(mutator.any(STATEMENTS));
            default -> spoilt(mutator.any(statements));
        };
    }

    private String shuffled(int length) {
        return random.ints(length, 0, words.size()).mapToObj(words::get).collect(Collectors.joining(" "));
    }

    private String cut(String statement) {
        return statement.substring(0, random.nextInt(statement.length()));
    }

    private String spoilt(List<String> statement) {
        List<String> parts = new ArrayList<>(statement);
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(parts.size());
            switch (random.nextInt(4)) {
                case 0 -> parts.set(at, mutator.any(words));
                case 1 -> parts.add(at, mutator.any(words));
                case 2 -> parts.addAll(at, mutator.any(statements));
                default -> {
                    if (parts.size() > 1) {
                        parts.remove(at);
                    }
                }
            }
        }
        return String.join(" ", parts);
    }

    /** What a parser or an evaluator that recurses meets with its stack. */
    private String deep() {
        int depth = 1 << random.nextInt(16);
        String[][] nests = {
            {"SELECT ", "(", "1", ")"},
            {"SELECT ", "-", "1", ""},
            {"SELECT ", "1+", "1", ""},
            {"SELECT 1 WHERE ", "(", "1=1", ")"},
            {"SELECT 1 WHERE ", "(", "1)=(1", ")"},
            {"SELECT * FROM sys.databases a ", "CROSS JOIN sys.databases ", "b", ""},
            {"SELECT 1 WHERE ", "NOT ", "1=1", ""},
            {"", "BEGIN ", "PRINT 'x'", " END"},
            {"", "IF 1=1 ", "PRINT 'x'", ""},
            {"SELECT ", "CASE WHEN 1=1 THEN ", "1", " END"},
            {"SELECT * FROM ", "(SELECT * FROM ", "sys.databases", ") x"},
            {"SELECT 1 ", "UNION ALL SELECT 1 ", "", ""},
            {"SELECT 1 WHERE 1=1 ", "AND 1=1 ", "", ""},
            {"", "/*", "x", "*/"},
            {"", "PRINT 'x' ", "", ""},
        };
        String[] nest = nests[random.nextInt(nests.length)];
        return nest[0] + nest[1].repeat(depth) + nest[2] + nest[3].repeat(random.nextInt(8) == 0 ? depth / 2 : depth);
    }

    static String oneLine(String sql) {
        String shown = sql.length() > 600 ? sql.substring(0, 600) + "… (" + sql.length() + " characters)" : sql;
        return Arrays.toString(shown.lines().toArray());
    }
}
