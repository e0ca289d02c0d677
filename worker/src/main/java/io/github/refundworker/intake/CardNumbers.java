package io.github.refundworker.intake;

import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.logging.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request invalid if somebody wrote what may be a card number into a free text. Its texts then go no further than
 * its own record. The decider rejects the request, because it knows whether the id was accepted before.
 */
final class CardNumbers {
    private CardNumbers() {}

    static RequestBody refused(RequestBody body) {
        return switch (body) {
            case InvalidRequest invalid -> invalid;
            case RefundRequest request -> {
                String field = field(request.texts());
                yield field == null
                        ? request
                        : new InvalidRequest(
                                request.requestId(),
                                request.chargeId(),
                                field,
                                "must not hold what may be a card number");
            }
        };
    }

    private static @Nullable String field(Texts texts) {
        if (holdsOne(texts.reason())) {
            return "reason";
        }
        if (holdsOne(texts.note())) {
            return "note";
        }
        return holdsOne(texts.extendedFields()) ? "extendedFields" : null;
    }

    private static boolean holdsOne(@Nullable String text) {
        return text != null && Redaction.hasCardNumber(text);
    }
}
