package org.failback.sqlserver;

/**
 * A batch that runs while no other of ours does on the instance. msdb keeps job names unique only by looking before it
 * leaps, and two nodes may act at once.
 */
final class UnderLock {
    /** Makes the category of our jobs where there is none. */
    static final String MAKE_CATEGORY = """
            IF NOT EXISTS (SELECT 1 FROM msdb.dbo.syscategories WHERE category_class = 1 AND name = %1$s)
                EXEC @failed = msdb.dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = %1$s;""".formatted(Tsql.literal(Mark.CATEGORY));

    private UnderLock() {}

    /**
     * Writes the batch. The body may use {@code @owner}, the name of the login with SID 0x01, and {@code @failed}, which
     * is 0 until a procedure returns something else.
     */
    static String batch(Mark mark, Guard guard, String body, String otherwise) {
        return """
                DECLARE @owner nvarchar(128), @lock int, @failed int;
                SELECT @owner = SUSER_SNAME(0x01), @lock = -1, @failed = 0;
                EXEC @lock = sp_getapplock @Resource = %1$s, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 5000;
                IF @lock >= 0
                AND %2$s
                BEGIN
                %3$sEND
                ELSE
                    %4$s
                IF @lock >= 0
                    EXEC sp_releaseapplock @Resource = %1$s, @LockOwner = N'Session';""".formatted(Tsql.literal(mark.job()), guard.text(), body.indent(4), Tsql.raise(otherwise));
    }
}
