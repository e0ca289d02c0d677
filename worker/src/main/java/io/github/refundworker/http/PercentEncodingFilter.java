package io.github.refundworker.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths that are not percent-encoded, before anything else reads them. The server refuses most of them
 * itself, but not those in path parameters, behind a semicolon. On these the framework fails, and its logs would
 * quote them.
 */
final class PercentEncodingFilter extends OncePerRequestFilter {
    private static final Pattern NOT_ENCODED = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private final ProblemResponses problems;

    PercentEncodingFilter(ProblemResponses problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (NOT_ENCODED.matcher(request.getRequestURI()).find()) {
            HttpStatus status = HttpStatus.BAD_REQUEST;
            problems.write(response, status, status.name(), "The path is not percent-encoded");
        } else {
            chain.doFilter(request, response);
        }
    }
}
