package org.failback.lab.winrm;

/** A refusal in WS-Man's own terms; the codes are those of Windows. */
final class WsManFault extends Exception {
    private static final long serialVersionUID = 1L;
    private final String subcode;
    private final long code;

    private WsManFault(String subcode, long code, String text) {
        super(text);
        this.subcode = subcode;
        this.code = code;
    }

    /** Nothing to tell within the operation time-out: the client asks again. */
    static WsManFault timedOut() {
        return new WsManFault(
                "w:TimedOut",
                2150858793L,
                "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.");
    }

    static WsManFault noSuchShell(String id) {
        return new WsManFault(
                "w:InvalidSelectors",
                2150858843L,
                "The WS-Management service has no shell or command with the selector " + id + ".");
    }

    static WsManFault tooManyShells(int most) {
        return new WsManFault(
                "w:QuotaLimit", 2150859173L, "This account may not open more than " + most + " shells at once.");
    }

    static WsManFault notModelled(String what) {
        return new WsManFault("w:UnsupportedFeature", 50000L, "The lab does not model " + what + ".");
    }

    String subcode() {
        return subcode;
    }

    long code() {
        return code;
    }
}
