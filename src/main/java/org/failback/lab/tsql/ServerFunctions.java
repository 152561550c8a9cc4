package org.failback.lab.tsql;

import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** Built-in functions that look at the instance, with the types of their results. */
final class ServerFunctions {
    /**
     * As the function's page in the Transact-SQL reference has it.
     *
     * @param least the fewest arguments
     * @param most the most
     */
    private record Signature(Type result, int least, int most) {}

    private static final Map<String, Signature> SIGNATURES = Map.ofEntries(
            Map.entry("APP_NAME", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("APPLOCK_MODE", new Signature(Type.nvarchar(32), 3, 3)),
            Map.entry("APPLOCK_TEST", new Signature(Type.SMALLINT, 4, 4)),
            Map.entry("COL_LENGTH", new Signature(Type.SMALLINT, 2, 2)),
            Map.entry("COL_NAME", new Signature(Type.SYSNAME, 2, 2)),
            Map.entry("COLLATIONPROPERTY", new Signature(Type.VARIANT, 2, 2)),
            Map.entry("COLUMNPROPERTY", new Signature(Type.INT, 3, 3)),
            Map.entry("CONNECTIONPROPERTY", new Signature(Type.VARIANT, 1, 1)),
            Map.entry("CONTEXT_INFO", new Signature(Type.varbinary(128), 0, 0)),
            Map.entry("CURRENT_USER", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("DATABASE_PRINCIPAL_ID", new Signature(Type.INT, 0, 1)),
            Map.entry("DATABASEPROPERTY", new Signature(Type.INT, 2, 2)),
            Map.entry("DATABASEPROPERTYEX", new Signature(Type.VARIANT, 2, 2)),
            Map.entry("DB_ID", new Signature(Type.SMALLINT, 0, 1)),
            Map.entry("DB_NAME", new Signature(Type.SYSNAME, 0, 1)),
            Map.entry("FILE_ID", new Signature(Type.SMALLINT, 1, 1)),
            Map.entry("FILE_NAME", new Signature(Type.SYSNAME, 1, 1)),
            Map.entry("FILEGROUP_NAME", new Signature(Type.SYSNAME, 1, 1)),
            Map.entry("FILEPROPERTY", new Signature(Type.INT, 2, 2)),
            Map.entry("HAS_DBACCESS", new Signature(Type.INT, 1, 1)),
            Map.entry("HAS_PERMS_BY_NAME", new Signature(Type.INT, 3, 5)),
            Map.entry("HOST_NAME", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("INDEXPROPERTY", new Signature(Type.INT, 3, 3)),
            Map.entry("IS_MEMBER", new Signature(Type.INT, 1, 1)),
            Map.entry("IS_SRVROLEMEMBER", new Signature(Type.INT, 1, 2)),
            Map.entry("OBJECT_ID", new Signature(Type.INT, 1, 2)),
            Map.entry("OBJECT_NAME", new Signature(Type.SYSNAME, 1, 2)),
            Map.entry("OBJECT_SCHEMA_NAME", new Signature(Type.SYSNAME, 1, 2)),
            Map.entry("OBJECTPROPERTY", new Signature(Type.INT, 2, 2)),
            Map.entry("ORIGINAL_LOGIN", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("SCHEMA_ID", new Signature(Type.INT, 0, 1)),
            Map.entry("SCHEMA_NAME", new Signature(Type.SYSNAME, 0, 1)),
            Map.entry("SERVERPROPERTY", new Signature(Type.VARIANT, 1, 1)),
            Map.entry("SESSION_USER", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("SESSIONPROPERTY", new Signature(Type.VARIANT, 1, 1)),
            Map.entry("STATS_DATE", new Signature(Type.DATETIME, 2, 2)),
            Map.entry("SUSER_ID", new Signature(Type.INT, 0, 1)),
            Map.entry("SUSER_NAME", new Signature(Type.SYSNAME, 0, 1)),
            Map.entry("SUSER_SID", new Signature(Type.varbinary(85), 0, 2)),
            Map.entry("SUSER_SNAME", new Signature(Type.SYSNAME, 0, 1)),
            Map.entry("SYSTEM_USER", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("TYPE_ID", new Signature(Type.INT, 1, 1)),
            Map.entry("TYPE_NAME", new Signature(Type.SYSNAME, 1, 1)),
            Map.entry("USER", new Signature(Type.SYSNAME, 0, 0)),
            Map.entry("USER_ID", new Signature(Type.INT, 0, 1)),
            Map.entry("USER_NAME", new Signature(Type.SYSNAME, 0, 1)));
    private static final Set<String> REFUSED = Set.of(
            "ACOS",
            "ASIN",
            "ATAN",
            "ATN2",
            "BINARY_CHECKSUM",
            "CHECKSUM",
            "CHECKSUM_AGG",
            "COLUMNS_UPDATED",
            "COS",
            "COT",
            "DEGREES",
            "DENSE_RANK",
            "DIFFERENCE",
            "EXP",
            "FORMATMESSAGE",
            "FULLTEXTSERVICEPROPERTY",
            "GROUPING",
            "GROUPING_ID",
            "HOST_ID",
            "IDENT_CURRENT",
            "IDENT_INCR",
            "IDENT_SEED",
            "LOG",
            "LOG10",
            "NEWSEQUENTIALID",
            "NTILE",
            "OBJECT_DEFINITION",
            "PI",
            "PWDCOMPARE",
            "PWDENCRYPT",
            "RADIANS",
            "RAND",
            "RANK",
            "ROW_NUMBER",
            "ROWCOUNT_BIG",
            "SIN",
            "SOUNDEX",
            "SQL_VARIANT_PROPERTY",
            "SQUARE",
            "STDEV",
            "STDEVP",
            "SWITCHOFFSET",
            "SYSDATETIMEOFFSET",
            "TAN",
            "TEXTPTR",
            "TODATETIMEOFFSET",
            "TRIGGER_NESTLEVEL",
            "VAR",
            "VARP",
            "VERIFYSIGNEDBYCERT");

    private ServerFunctions() {}

    static boolean knows(String upperCase) {
        return SIGNATURES.containsKey(upperCase);
    }

    static void checkArguments(String written, String upperCase, int count) throws SqlError {
        Signature signature = SIGNATURES.get(upperCase);
        FunctionLibrary.checkCount(written, count, signature.least(), signature.most());
    }

    static boolean isRefused(String upperCase) {
        return REFUSED.contains(upperCase);
    }

    static Type type(ObjectName function, Session session) throws SqlError {
        Signature builtIn = function.schema().isEmpty() ? SIGNATURES.get(function.name()) : null;
        if (builtIn != null) {
            return builtIn.result();
        }
        Column column = session.server().functionResult(function, session.scope());
        return Type.of(column);
    }
}
