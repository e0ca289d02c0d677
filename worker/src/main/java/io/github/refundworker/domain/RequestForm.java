package io.github.refundworker.domain;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an account's provider makes of a request's texts, where that is less than any request may have.
 *
 * @param chargeId the one form that the account's charge ids have: a charge under two names would have two states
 * @param chargeIdWords the same for people
 * @param noteCharacters the longest note that reaches the provider whole
 */
public record RequestForm(Pattern chargeId, String chargeIdWords, int noteCharacters) {
    public static final RequestForm ANY = new RequestForm(Pattern.compile(".*"), "anything", Integer.MAX_VALUE);

    @Nullable
    Rejection refuse(RefundRequest request) {
        if (!chargeId.matcher(request.chargeId().value()).matches()) {
            return Rejection.ofField(
                    "chargeId", "is not of the form that this account's charges have: " + chargeIdWords);
        }
        String note = request.texts().note();
        if (note != null && note.length() > noteCharacters) {
            return Rejection.ofField(
                    "note", "has more than the " + noteCharacters + " characters that this account keeps");
        }
        return null;
    }
}
