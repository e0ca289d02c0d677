package io.github.refundworker.configuration;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Lets Spring Boot print the key, its value and what is allowed instead of a stack trace. It runs before Spring
 * Boot's general analyzer.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class InvalidConfigurationAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), "Allowed: " + cause.allowed(), cause);
    }
}
