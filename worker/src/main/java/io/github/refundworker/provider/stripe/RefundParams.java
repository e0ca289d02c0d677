package io.github.refundworker.provider.stripe;

import com.stripe.param.RefundCreateParams;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code POST /v1/refunds}. Stripe refuses a key that comes with other parameters. So the
 * parameters of a body version never change; another form is another version. Version 1 is a plain refund, 2
 * reverses the transfer, 3 returns the application fee, 4 does both.
 *
 * <p>The caller's reason is not sent as Stripe's {@code reason}, which is an enumeration of three values, and one of
 * them blocks the customer's card. The metadata holds the caller's reason, beside the reference by which a refund is
 * found again.
 */
final class RefundParams {
    static final String REFERENCE = "refund_reference";

    /** The longest metadata value that Stripe stores. */
    private static final int MAX_METADATA_VALUE = 500;

    private RefundParams() {}

    static int version(boolean reverseTransfer, boolean refundApplicationFee) {
        return 1 + (reverseTransfer ? 1 : 0) + (refundApplicationFee ? 2 : 0);
    }

    /** @throws ArithmeticException if Stripe's unit cannot express the amount exactly */
    static RefundCreateParams of(Command.Settle command, ChargeIds chargeIds) {
        int version = command.bodyVersion();
        if (version < 1 || version > 4) {
            throw new IllegalArgumentException("no body of version " + version + " is known here");
        }
        ChargeId chargeId = command.chargeId();
        RefundCreateParams.Builder params = chargeIds
                .name(chargeId, RefundCreateParams.builder())
                .setAmount(MinorUnits.V1.toMinor(command.amount()))
                .putMetadata(REFERENCE, command.refundId().toString());
        if (version == 2 || version == 4) {
            params.setReverseTransfer(true);
        }
        if (version == 3 || version == 4) {
            params.setRefundApplicationFee(true);
        }
        Texts texts = command.texts();
        put(params, "reason", texts.reason());
        put(params, "note", texts.note());
        return params.build();
    }

    /** Splits a reason that is longer than a metadata value into {@code reason}, {@code reason_2}, {@code reason_3}. */
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
