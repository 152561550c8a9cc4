package org.failback.lab.lync;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Errors that cmdlets are known to bring, so that a rehearsal need not spell them. */
public enum KnownError {
    ACCESS_DENIED("System.UnauthorizedAccessException", "Access is denied."),
    NOT_FOUND("System.Management.Automation.ManagementException", "Cannot find it because it does not exist."),
    TIMEOUT("System.TimeoutException", "The operation has timed out."),
    SQL_EXCEPTION(
            "System.Data.SqlClient.SqlException",
            "A network-related or instance-specific error occurred while establishing a connection to SQL Server.",
            53),
    SQL_TIMEOUT("System.Data.SqlClient.SqlException", "Timeout expired.", -2),
    SECOND_HOP("System.Data.SqlClient.SqlException", "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.", 18456),
    NOT_RECOGNIZED(
            "System.Management.Automation.CommandNotFoundException",
            "The term is not recognized as the name of a cmdlet, function, script file, or operable program."),
    BINDING("System.Management.Automation.ParameterBindingException", "A parameter cannot be bound."),
    STOPPED("System.Management.Automation.PipelineStoppedException", "The pipeline has been stopped."),
    PROMPT(
            "System.Management.Automation.PSInvalidOperationException",
            "Windows PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");

    private final String type;
    private final String message;
    private final int number;

    KnownError(String type, String message) {
        this(type, message, 0);
    }

    KnownError(String type, String message, int number) {
        this.type = type;
        this.message = message;
        this.number = number;
    }

    /** As {@code access-denied}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<KnownError> named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.toString().equalsIgnoreCase(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(KnownError::toString).toList();
    }

    /** This error as the given cmdlet brings it. */
    public CmdletError of(String cmdlet) {
        String shortType = type.substring(type.lastIndexOf('.') + 1);
        return new CmdletError(type, shortType + "," + cmdlet.split(" ")[0], message, number);
    }
}
