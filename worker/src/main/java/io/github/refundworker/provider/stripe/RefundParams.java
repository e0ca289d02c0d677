package io.github.refundworker.provider.stripe;

import com.stripe.param.RefundCreateParams;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code POST /v1/refunds}. Stripe refuses a key that comes with others, so those of a version never
 * change; another form is another version.
 *
 * <p>The caller's reason is no {@code reason} of Stripe's: that one is an enumeration of three, one of which blocks the
 * customer's card. It stands in the metadata, beside the reference by which a refund is found again.
 */
final class RefundParams {
    static final String REFERENCE = "refund_reference";

    /** Stripe keeps this many characters of a value. */
    private static final int MAX_METADATA_VALUE = 500;

    private RefundParams() {}

    /** @throws ArithmeticException if Stripe cannot be told the amount exactly */
    static RefundCreateParams of(Command.Settle command, ChargeIds chargeIds) {
        if (command.bodyVersion() != Command.Settle.BODY_VERSION) {
            throw new IllegalArgumentException("no body of version " + command.bodyVersion() + " is known here");
        }
        ChargeId chargeId = command.chargeId();
        RefundCreateParams.Builder params = chargeIds
                .name(chargeId, RefundCreateParams.builder())
                .setAmount(MinorUnits.V1.toMinor(command.amount()))
                .putMetadata(REFERENCE, command.refundId().toString());
        Texts texts = command.texts();
        put(params, "reason", texts.reason());
        put(params, "note", texts.note());
        return params.build();
    }

    /** A reason is longer than a value may be; its parts are {@code reason}, {@code reason_2}, {@code reason_3}. */
    private static void put(RefundCreateParams.Builder params, String name, @Nullable String text) {
        String rest = text == null ? "" : text;
        for (int part = 1; !rest.isEmpty(); part++) {
            int cut = Math.min(rest.length(), MAX_METADATA_VALUE);
            if (cut < rest.length() && Character.isHighSurrogate(rest.charAt(cut - 1))) {
                cut--;
            }
            params.putMetadata(part == 1 ? name : name + "_" + part, rest.substring(0, cut));
            rest = rest.substring(cut);
        }
    }
}
