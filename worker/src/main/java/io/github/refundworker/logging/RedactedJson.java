package io.github.refundworker.logging;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Masks every text of a JSON log line. JSON itself escapes control characters. */
public final class RedactedJson implements StructuredLoggingJsonMembersCustomizer<Object> {
    @Override
    public void customize(Members<Object> members) {
        members.applyingValueProcessor(ValueProcessor.of(String.class, RedactedJson::masked));
    }

    private static @Nullable String masked(@Nullable String text) {
        return text == null ? null : Redaction.masked(text);
    }
}
