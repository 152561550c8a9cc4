package org.failback.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Every address of ours is for people who are signed in to Tasklist, Cockpit or Admin, unless it is named here; the
 * engine's own pages below {@code /camunda} have the engine's own filter.
 *
 * <p>Behind it a page acts through the engine with the rights of who looks at it. Pages only show, so only reading passes.
 */
final class SignedInOnly extends OncePerRequestFilter {
    private static final Pattern OPEN =
            Pattern.compile("/|/pages/.*|/(failback|rehearsal)\\.css|/actuator/(health(/.*)?|info)|/camunda(/.*)?");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String LOGIN = "/camunda/app/welcome/default/";

    private final ProcessEngine engine;

    SignedInOnly(ProcessEngine engine) {
        this.engine = engine;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return OPEN.matcher(Paths.of(request)).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<UserAuthentication> visitor = visitor(request);
        if (visitor.isEmpty()) {
            turnAway(request, response);
        } else if (!READING.contains(request.getMethod())) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            engine.getIdentityService()
                    .setAuthentication(visitor.get().getName(), visitor.get().getGroupIds());
            try {
                chain.doFilter(request, response);
            } finally {
                engine.getIdentityService().clearAuthentication();
            }
        }
    }

    /** Asks the store again each time: who left a group or was deleted a second ago sees nothing more. */
    private Optional<UserAuthentication> visitor(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        return AuthenticationUtil.getAuthsFromSession(session).getAuthentications().stream()
                .filter(known -> engine.getName().equals(known.getProcessEngineName()))
                .findFirst()
                .map(known -> AuthenticationUtil.createAuthentication(engine, known.getName(), null, null));
    }

    private static void turnAway(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(MediaType.TEXT_HTML_VALUE) && READING.contains(request.getMethod())) {
            response.sendRedirect(request.getContextPath() + LOGIN);
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        }
    }
}
