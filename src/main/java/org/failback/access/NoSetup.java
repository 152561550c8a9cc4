package org.failback.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/** The engine's set-up pages and their endpoint, which makes administrators without a login (CVE-2026-77226), do not exist. */
final class NoSetup extends OncePerRequestFilter {
    private static final Pattern SET_UP = Pattern.compile("/camunda/(api/admin/setup|app/admin/[^/]+/setup)(/.*)?");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !SET_UP.matcher(Paths.of(request)).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
}
