package io.github.refundworker.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/** The stack trace of a plain log line, masked, because exception messages may hold anything. */
public final class RedactedTrace extends ExtendedWhitespaceThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy proxy) {
        return Redaction.masked(super.throwableProxyToString(proxy));
    }
}
