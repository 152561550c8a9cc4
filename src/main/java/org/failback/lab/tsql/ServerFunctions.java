package org.failback.lab.tsql;

import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** Built-in functions that look at the instance, with the types of their results. */
final class ServerFunctions {
    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("APP_NAME", Type.SYSNAME),
            Map.entry("APPLOCK_MODE", Type.nvarchar(32)),
            Map.entry("APPLOCK_TEST", Type.SMALLINT),
            Map.entry("COL_LENGTH", Type.SMALLINT),
            Map.entry("COL_NAME", Type.SYSNAME),
            Map.entry("COLLATIONPROPERTY", Type.VARIANT),
            Map.entry("COLUMNPROPERTY", Type.INT),
            Map.entry("CONNECTIONPROPERTY", Type.VARIANT),
            Map.entry("CONTEXT_INFO", Type.varbinary(128)),
            Map.entry("CURRENT_USER", Type.SYSNAME),
            Map.entry("DATABASE_PRINCIPAL_ID", Type.INT),
            Map.entry("DATABASEPROPERTY", Type.INT),
            Map.entry("DATABASEPROPERTYEX", Type.VARIANT),
            Map.entry("DB_ID", Type.SMALLINT),
            Map.entry("DB_NAME", Type.SYSNAME),
            Map.entry("FILE_ID", Type.SMALLINT),
            Map.entry("FILE_NAME", Type.SYSNAME),
            Map.entry("FILEGROUP_NAME", Type.SYSNAME),
            Map.entry("FILEPROPERTY", Type.INT),
            Map.entry("HAS_DBACCESS", Type.INT),
            Map.entry("HAS_PERMS_BY_NAME", Type.INT),
            Map.entry("HOST_NAME", Type.SYSNAME),
            Map.entry("INDEXPROPERTY", Type.INT),
            Map.entry("IS_MEMBER", Type.INT),
            Map.entry("IS_SRVROLEMEMBER", Type.INT),
            Map.entry("OBJECT_ID", Type.INT),
            Map.entry("OBJECT_NAME", Type.SYSNAME),
            Map.entry("OBJECT_SCHEMA_NAME", Type.SYSNAME),
            Map.entry("OBJECTPROPERTY", Type.INT),
            Map.entry("ORIGINAL_LOGIN", Type.SYSNAME),
            Map.entry("SCHEMA_ID", Type.INT),
            Map.entry("SCHEMA_NAME", Type.SYSNAME),
            Map.entry("SERVERPROPERTY", Type.VARIANT),
            Map.entry("SESSION_USER", Type.SYSNAME),
            Map.entry("SESSIONPROPERTY", Type.VARIANT),
            Map.entry("STATS_DATE", Type.DATETIME),
            Map.entry("SUSER_ID", Type.INT),
            Map.entry("SUSER_NAME", Type.SYSNAME),
            Map.entry("SUSER_SID", Type.varbinary(85)),
            Map.entry("SUSER_SNAME", Type.SYSNAME),
            Map.entry("SYSTEM_USER", Type.SYSNAME),
            Map.entry("TYPE_ID", Type.INT),
            Map.entry("TYPE_NAME", Type.SYSNAME),
            Map.entry("USER", Type.SYSNAME),
            Map.entry("USER_ID", Type.INT),
            Map.entry("USER_NAME", Type.SYSNAME));
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
        return TYPES.containsKey(upperCase);
    }

    static boolean isRefused(String upperCase) {
        return REFUSED.contains(upperCase);
    }

    static Type type(ObjectName function, Session session) throws SqlError {
        Type builtIn = function.schema().isEmpty() ? TYPES.get(function.name()) : null;
        if (builtIn != null) {
            return builtIn;
        }
        Column column = session.server().functionResult(function, session.scope());
        return Type.of(column);
    }
}
