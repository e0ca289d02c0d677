package io.github.refundworker.domain;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits of an account's provider on the texts of a request, if they are narrower than the general ones.
 *
 * @param chargeId the one form of the account's charge ids; a charge under two ids would have two states
 * @param chargeIdWords the same for people
 * @param noteCharacters the longest note that reaches the provider whole, in UTF-16 units; of the ways in which a
 *     provider may count characters, this one counts most
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
