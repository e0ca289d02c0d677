package io.github.refundworker.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a plain log line, those of its thread and its own, as {@code key=value}. */
public final class RedactedKeys extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        Map<String, Object> keys = new TreeMap<>(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> keys.put(pair.key, String.valueOf(pair.value)));
        }
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(' ')
                .append(key)
                .append('=')
                .append(Redaction.onOneLine(Redaction.masked(String.valueOf(value)))));
        return text.toString();
    }
}
