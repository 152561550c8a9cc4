package org.failback.lab.tsql;

/** The options that BACKUP and RESTORE take after WITH; {@link #takesValue} says whether {@code = value} follows. */
public enum With {
    BLOCKSIZE(true),
    BUFFERCOUNT(true),
    CHECKSUM(false),
    COMPRESSION(false),
    CONTINUE_AFTER_ERROR(false),
    COPY_ONLY(false),
    DESCRIPTION(true),
    DIFFERENTIAL(false),
    EXPIREDATE(true),
    FILE(true),
    FORMAT(false),
    INIT(false),
    KEEP_CDC(false),
    KEEP_REPLICATION(false),
    LOADHISTORY(false),
    MAXTRANSFERSIZE(true),
    MEDIADESCRIPTION(true),
    MEDIANAME(true),
    NAME(true),
    NEW_BROKER(false),
    NOFORMAT(false),
    NOINIT(false),
    NORECOVERY(false),
    NOREWIND(false),
    NOSKIP(false),
    NOUNLOAD(false),
    NO_CHECKSUM(false),
    NO_COMPRESSION(false),
    NO_TRUNCATE(false),
    PARTIAL(false),
    ENABLE_BROKER(false),
    ERROR_BROKER_CONVERSATIONS(false),
    RECOVERY(false),
    REPLACE(false),
    RESTART(false),
    RESTRICTED_USER(false),
    RETAINDAYS(true),
    REWIND(false),
    SKIP(false),
    STANDBY(true),
    STATS(true),
    STOPAT(true),
    STOP_ON_ERROR(false),
    UNLOAD(false);

    private final boolean takesValue;

    With(boolean takesValue) {
        this.takesValue = takesValue;
    }

    boolean takesValue() {
        return takesValue;
    }
}
