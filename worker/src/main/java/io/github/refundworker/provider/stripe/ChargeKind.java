package io.github.refundworker.provider.stripe;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The additional money flows of a refund of a Connect charge. The kind is fixed when the charge is made.
 *
 * @param destination the money went on to a connected account, and the platform pays the refund unless the transfer
 *     is reversed
 * @param fee the platform kept an application fee
 * @param received the money came by a transfer from another account, and a refund would go back there and not to the
 *     buyer
 */
record ChargeKind(boolean destination, boolean fee, boolean received) {
    static ChargeKind of(Charge charge) {
        return new ChargeKind(
                charge.getTransferData() != null || charge.getTransfer() != null,
                charge.getApplicationFee() != null || charge.getApplicationFeeAmount() != null,
                charge.getSourceTransfer() != null);
    }

    /** A charge that comes by a transfer has no payment intent. */
    static ChargeKind of(PaymentIntent intent) {
        return new ChargeKind(intent.getTransferData() != null, intent.getApplicationFeeAmount() != null, false);
    }

    /** Absent for an ordinary charge, whose refund moves no other money. */
    @Nullable
    String word() {
        if (received) {
            return "received-transfer";
        }
        if (destination) {
            return fee ? "destination-with-fee" : "destination";
        }
        return fee ? "application-fee" : null;
    }

    /** The body version of each kind that the account refunds. */
    static Map<String, Integer> bodyVersions(ConnectSettings settings) {
        Map<String, Integer> versions = new HashMap<>();
        for (boolean destination : new boolean[] {false, true}) {
            for (boolean fee : new boolean[] {false, true}) {
                String word = new ChargeKind(destination, fee, false).word();
                if (word != null && (!destination || settings.reverseTransfer() != null)) {
                    versions.put(
                            word,
                            RefundParams.version(
                                    destination && Boolean.TRUE.equals(settings.reverseTransfer()),
                                    fee && settings.refundApplicationFee()));
                }
            }
        }
        return versions;
    }
}
