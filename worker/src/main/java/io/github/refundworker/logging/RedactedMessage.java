package io.github.refundworker.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * The message of a plain log line. Messages of Spring Boot stay as they are, because they are known and have several
 * lines for people.
 */
public final class RedactedMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String message = Redaction.masked(super.convert(event));
        return event.getLoggerName().startsWith("org.springframework.boot.") ? message : Redaction.onOneLine(message);
    }
}
