package org.failback.lab.lync;

/** An error of a cmdlet, as PowerShell hands it to a catch block or writes it to the error stream. */
public final class CmdletError extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String NOT_MODELLED = "NotModelled";
    private final String type;
    private final String id;
    private final int number;

    /**
     * @param type full name of the .NET exception
     * @param id {@code FullyQualifiedErrorId}
     */
    public CmdletError(String type, String id, String message) {
        this(type, id, message, 0);
    }

    /** @param number {@code SqlException.Number}; 0 for any other exception */
    public CmdletError(String type, String id, String message, int number) {
        super(message);
        this.type = type;
        this.id = id;
        this.number = number;
    }

    /** What a network logon meets when it goes on to a second machine without delegation. */
    static CmdletError secondHop(String cmdlet) {
        return KnownError.SECOND_HOP.of(cmdlet);
    }

    /** What a cmdlet ends with that is stopped from outside. */
    static CmdletError stopped(String cmdlet) {
        return KnownError.STOPPED.of(cmdlet);
    }

    /** The lab itself speaks. */
    static CmdletError notModelled(String what) {
        return new CmdletError("System.NotSupportedException", NOT_MODELLED, "The lab does not model " + what + ".");
    }

    /** Whether it is the lab that refuses, and no cmdlet. */
    public boolean isNotModelled() {
        return id.equals(NOT_MODELLED);
    }

    public String type() {
        return type;
    }

    public String id() {
        return id;
    }

    int number() {
        return number;
    }
}
