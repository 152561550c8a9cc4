package org.failback.access;

import jakarta.servlet.http.HttpServletRequest;

/** The path of a request as the container dispatches it: decoded, without parameters, dots and double slashes. */
final class Paths {
    private Paths() {}

    static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }
}
