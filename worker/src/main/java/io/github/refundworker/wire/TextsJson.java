package io.github.refundworker.wire;

import io.github.refundworker.domain.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * The JSON form of the texts that pass through unchanged. The caller's own fields are one string, because the worker
 * does not look into them.
 */
final class TextsJson {
    static final String REASON = "reason";
    static final String NOTE = "note";
    static final String EXTENDED_FIELDS = "extendedFields";

    private @Nullable String reason;
    private @Nullable String note;
    private @Nullable String extendedFields;

    static void write(JsonGenerator json, Texts texts) {
        Json.text(json, REASON, texts.reason());
        Json.text(json, NOTE, texts.note());
        Json.text(json, EXTENDED_FIELDS, texts.extendedFields());
    }

    /** Reads the current property if it is one of the texts. */
    void read(JsonParser json, String name) {
        switch (name) {
            case REASON -> reason = Json.text(json);
            case NOTE -> note = Json.text(json);
            case EXTENDED_FIELDS -> extendedFields = Json.text(json);
            default -> json.skipChildren();
        }
    }

    Texts texts() {
        return reason == null && note == null && extendedFields == null
                ? Texts.NONE
                : new Texts(reason, note, extendedFields);
    }
}
