package org.failback.lab.winrm;

import java.util.Arrays;
import java.util.Optional;

/** The requests that the endpoint answers. */
public enum Action {
    CREATE("http://schemas.xmlsoap.org/ws/2004/09/transfer/Create"),
    COMMAND("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command"),
    RECEIVE("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Receive"),
    SEND("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Send"),
    SIGNAL("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Signal"),
    DELETE("http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete");

    private final String uri;

    Action(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    static Optional<Action> of(String uri) {
        return Arrays.stream(values()).filter(action -> action.uri.equals(uri)).findFirst();
    }
}
