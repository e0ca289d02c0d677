package io.github.refundworker.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates callers that send the local key. */
final class LocalApiKeyFilter extends OncePerRequestFilter {
    private final LocalApiKey key;

    LocalApiKeyFilter(LocalApiKey key) {
        this.key = key;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String sent = request.getHeader(LocalApiKey.HEADER);
        if (sent != null && key.isSame(sent)) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    "local",
                    null,
                    AuthorityUtils.createAuthorityList(
                            SecurityConfiguration.REFUNDS_READ, SecurityConfiguration.LOCAL)));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }
}
