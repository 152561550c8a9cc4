package org.failback.sqlserver;

/** The job step that backs up a database to a file that must not exist yet. */
final class BackupBatch {
    private BackupBatch() {}

    /**
     * Writes it.
     *
     * @param options first words after WITH, as {@code COPY_ONLY, }; may be empty
     * @param otherwise what to say where the guard does not hold
     */
    static String database(
            Guard guard,
            String database,
            String options,
            String file,
            String name,
            String description,
            String otherwise) {
        return around(
                guard,
                database,
                file,
                name,
                "",
                """
                BACKUP DATABASE %s TO DISK = %s
                WITH %s%s;""".formatted(Tsql.name(database), Tsql.literal(file), options, with(name, description)),
                otherwise);
    }

    /** Options that every backup of ours has: a new file, checksums, a name by which it is found again. */
    static String with(String name, String description) {
        return "NOFORMAT, NOINIT, CHECKSUM, STOP_ON_ERROR, STATS = 5,\n    NAME = " + Tsql.literal(name)
                + ", DESCRIPTION = " + Tsql.literal(description);
    }

    /** @param before statements that run where the guard holds, before the backup; may be empty */
    static String around(
            Guard guard, String database, String file, String name, String before, String backup, String otherwise) {
        return """
                SET QUOTED_IDENTIFIER ON;
                DECLARE @exists int;
                SET @exists = 1;
                EXEC master.dbo.xp_fileexist %1$s, @exists OUTPUT;
                IF EXISTS (SELECT 1 FROM msdb.dbo.backupset b JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
                           WHERE b.database_name = %2$s AND b.name = %3$s AND f.physical_device_name = %1$s)
                    PRINT N'This backup was taken before; nothing was done.';
                ELSE IF @exists = 0
                AND %4$s
                BEGIN
                %5$sEND
                ELSE
                    %6$s""".formatted(
                        Tsql.literal(file),
                        Tsql.literal(database),
                        Tsql.literal(name),
                        guard.text(),
                        ((before.isEmpty() ? "" : before + "\n") + backup).indent(4),
                        Tsql.raise("Nothing was backed up. The file exists already, or: " + otherwise));
    }
}
