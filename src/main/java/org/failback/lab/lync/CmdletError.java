package org.failback.lab.lync;

/** A terminating error as PowerShell hands it to a catch block. */
public final class CmdletError extends Exception {
    private static final long serialVersionUID = 1L;
    private final String type;
    private final String id;

    /**
     * @param type full name of the .NET exception
     * @param id {@code FullyQualifiedErrorId}
     */
    public CmdletError(String type, String id, String message) {
        super(message);
        this.type = type;
        this.id = id;
    }

    /** What a network logon meets when it goes on to a second machine without delegation. */
    static CmdletError secondHop(String cmdlet) {
        return new CmdletError(
                "System.Data.SqlClient.SqlException",
                "SqlException," + cmdlet,
                "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.");
    }

    /** What a cmdlet ends with that is stopped from outside. */
    static CmdletError stopped(String cmdlet) {
        return new CmdletError(
                "System.Management.Automation.PipelineStoppedException",
                "PipelineStopped," + cmdlet,
                "The pipeline has been stopped.");
    }

    static CmdletError notModelled(String what) {
        return new CmdletError("System.NotSupportedException", "NotModelled", "The lab does not model " + what + ".");
    }

    String type() {
        return type;
    }

    String id() {
        return id;
    }
}
