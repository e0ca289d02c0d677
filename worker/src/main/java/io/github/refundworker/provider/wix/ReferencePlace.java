package io.github.refundworker.provider.wix;

import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a refund at Wix carries our reference. Wix has no field of its own for it, so it stands at the beginning of
 * the note, or in an extended field that was set up for it. A reader with one setting also finds refunds made with
 * the other, if it knows the name of their field.
 *
 * @param field absent if the note carries the reference
 */
public record ReferencePlace(@Nullable Field field) {
    public static final ReferencePlace NOTE = new ReferencePlace(null);

    /** A note has 200 characters; the reference with its brackets and a blank takes 40 of them. */
    private static final int NOTE_CHARACTERS = 160;

    private static final Pattern IN_NOTE = Pattern.compile("\\[([0-9a-f-]{36})](?: .*)?", Pattern.DOTALL);

    /** @param namespace of the app that owns the field */
    public record Field(String namespace, String key) {}

    int noteCharacters() {
        return field == null ? NOTE_CHARACTERS : Integer.MAX_VALUE;
    }

    @Nullable
    String note(RefundId reference, @Nullable String note) {
        if (field != null) {
            return note;
        }
        return "[" + reference + "]" + (note == null ? "" : " " + note);
    }

    @Nullable
    RefundId of(JsonNode refund) throws UnusableAnswerException {
        if (field != null) {
            JsonNode fields = refund.path("extendedFields").path("namespaces").path(field.namespace());
            RefundId reference = AnswerJson.reference(fields.path(field.key()).stringValue(null));
            if (reference != null) {
                return reference;
            }
        }
        String note = AnswerJson.optionalText(refund, "note");
        Matcher inNote = IN_NOTE.matcher(note == null ? "" : note);
        return inNote.matches() ? AnswerJson.reference(inNote.group(1)) : null;
    }
}
