package org.failback.lab.winrm;

import java.util.List;
import java.util.Map;

/** A refusal in WS-Man's own terms; the codes are those of Windows ({@code winerror.h}, ERROR_WSMAN_...). */
final class WsManFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final long TIMED_OUT = 2150858793L;
    private static final long INVALID_SELECTORS = 2150858843L;
    private static final long MAX_SHELLS = 2150859173L;
    private static final long MAX_OPERATIONS = 2150859174L;

    /** Subcode and text of the faults that can be ordered by number. */
    private static final Map<Long, List<String>> KNOWN = Map.of(
            5L,
            List.of("w:AccessDenied", "Access is denied."),
            TIMED_OUT,
            List.of(
                    "w:TimedOut",
                    "The WS-Management service cannot complete the operation within the time specified in OperationTimeout."),
            2150858770L,
            List.of("w:InternalError", "The client cannot connect to the destination specified in the request."),
            2150859046L,
            List.of("w:InternalError", "WinRM cannot complete the operation."),
            INVALID_SELECTORS,
            List.of(
                    "w:InvalidSelectors",
                    "The request for the Windows Remote Shell failed because the shell was not found on the server."),
            MAX_SHELLS,
            List.of(
                    "w:QuotaLimit",
                    "The WS-Management service cannot process the request. This user has exceeded the maximum number of concurrent shells."),
            MAX_OPERATIONS,
            List.of(
                    "w:QuotaLimit",
                    "The WS-Management service cannot process the request. The maximum number of concurrent operations for this user has been exceeded."));

    private final String subcode;
    private final long code;

    private WsManFault(String subcode, long code, String text) {
        super(text);
        this.subcode = subcode;
        this.code = code;
    }

    static boolean knows(long code) {
        return KNOWN.containsKey(code);
    }

    /** The fault of this number with its usual text. */
    static WsManFault of(long code) {
        List<String> known = KNOWN.get(code);
        return known == null
                ? notModelled("the WS-Man fault " + code)
                : new WsManFault(known.get(0), code, known.get(1));
    }

    /** Nothing to tell within the operation time-out: the client asks again. */
    static WsManFault timedOut() {
        return of(TIMED_OUT);
    }

    static WsManFault noSuchShell(String id) {
        return new WsManFault(
                "w:InvalidSelectors",
                INVALID_SELECTORS,
                "The WS-Management service has no shell or command with the selector " + id + ".");
    }

    static WsManFault tooManyShells(int most) {
        return new WsManFault(
                "w:QuotaLimit", MAX_SHELLS, "This account may not open more than " + most + " shells at once.");
    }

    static WsManFault tooManyOperations() {
        return of(MAX_OPERATIONS);
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
