package io.github.refundworker.provider.stripe;

import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RequestForm;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of Stripe's two ids of a payment the requests of an account use. An account uses one kind only. With both,
 * one payment would have two states here, and neither state would know the other's refunds.
 */
public enum ChargeIds {
    /** {@code ch_…}, or {@code py_…} if the money did not come from a card. */
    CHARGE("(ch|py)_[A-Za-z0-9]{1,90}", "ch_… or py_…"),

    /** {@code pi_…}. */
    PAYMENT_INTENT("pi_[A-Za-z0-9]{1,90}", "pi_…");

    private final RequestForm form;

    ChargeIds(String pattern, String words) {
        form = new RequestForm(Pattern.compile(pattern), words, Integer.MAX_VALUE);
    }

    RequestForm form() {
        return form;
    }

    boolean isOne(String id) {
        return form.chargeId().matcher(id).matches();
    }

    @Nullable
    String of(Refund refund) {
        return switch (this) {
            case CHARGE -> refund.getCharge();
            case PAYMENT_INTENT -> refund.getPaymentIntent();
        };
    }

    RefundCreateParams.Builder name(ChargeId chargeId, RefundCreateParams.Builder params) {
        return switch (this) {
            case CHARGE -> params.setCharge(chargeId.value());
            case PAYMENT_INTENT -> params.setPaymentIntent(chargeId.value());
        };
    }

    RefundListParams.Builder name(ChargeId chargeId, RefundListParams.Builder params) {
        return switch (this) {
            case CHARGE -> params.setCharge(chargeId.value());
            case PAYMENT_INTENT -> params.setPaymentIntent(chargeId.value());
        };
    }
}
