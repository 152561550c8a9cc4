package org.failback.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

/**
 * Refuses an address that is written otherwise than the container reads it.
 *
 * <p>The engine's filter compares its rules with the address as it came, while the container dispatches what it makes of
 * it: {@code /camunda/%61pi/engine} passes the one as unknown and is answered by the other as {@code /camunda/api/engine}.
 */
final class PlainPaths extends OncePerRequestFilter {
    /** {@code /camunda/api/engine} and the like: no name in it needs an escape. */
    private static final int SEGMENTS_IN_CLEAR = 3;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String asCame =
                request.getRequestURI().substring(request.getContextPath().length());
        return isPlain(asCame, Paths.of(request));
    }

    static boolean isPlain(String asCame, String asRead) {
        try {
            return asCame.startsWith(beginning(asRead))
                    && UriUtils.decode(asCame, java.nio.charset.StandardCharsets.UTF_8)
                            .equals(asRead);
        } catch (IllegalArgumentException brokenEscape) {
            return false;
        }
    }

    private static String beginning(String path) {
        int end = 0;
        for (int i = 0; i < SEGMENTS_IN_CLEAR && end >= 0; i++) {
            end = path.indexOf('/', end + 1);
        }
        return end < 0 ? path.replaceFirst("[^/]*$", "") : path.substring(0, end);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    }
}
