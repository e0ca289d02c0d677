package io.github.refundworker.provider.wix;

import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a refund at Wix carries our reference, of which Wix has no field of its own: at the beginning of its note, or in
 * an extended field that was set up for it. Refunds made with one setting are found with the other, as far as it names
 * their field.
 *
 * @param field absent where it is the note
 */
public record ReferencePlace(@Nullable Field field) {
    public static final ReferencePlace NOTE = new ReferencePlace(null);

    /** A note has 200 characters; 40 of them are the reference, its brackets and a blank. */
    private static final int NOTE_CHARACTERS = 160;

    private static final Pattern IN_NOTE = Pattern.compile("\\[([0-9a-f-]{36})](?: .*)?", Pattern.DOTALL);

    /** @param namespace of the app that the field belongs to */
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
