package io.github.refundworker.provider.stripe;

import com.stripe.model.Dispute;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.provider.UnusableAnswerException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates Stripe's disputes about a charge into what the worker knows of them. */
final class HeldDisputes {
    /** There is a dispute, and the key may not read it. */
    static final Disputes UNREADABLE = new Disputes(true, BigDecimal.ZERO);

    private enum Stage {
        /** An inquiry, or one that the merchant won: the merchant has the money. */
        WITH_MERCHANT,
        OPEN,
        /** The customer has the money. */
        WITH_CUSTOMER
    }

    private HeldDisputes() {}

    static Disputes of(List<Dispute> disputes, Money captured) throws UnusableAnswerException {
        boolean open = false;
        BigDecimal chargedBack = BigDecimal.ZERO;
        for (Dispute dispute : disputes) {
            Stage stage = stage(dispute.getStatus());
            open |= stage == Stage.OPEN;
            if (stage != Stage.WITH_MERCHANT) {
                chargedBack = chargedBack.add(amount(dispute, captured));
            }
        }
        return new Disputes(open, chargedBack);
    }

    /** A bank may dispute in its own currency. Such an amount cannot be compared, so the whole charge counts. */
    private static BigDecimal amount(Dispute dispute, Money captured) throws UnusableAnswerException {
        Money disputed = HeldRefunds.money(dispute.getAmount(), dispute.getCurrency());
        return disputed.currency().equals(captured.currency()) ? disputed.amount() : captured.amount();
    }

    /**
     * Stripe takes the money from the merchant when a dispute is opened, and gives it back when it is won. An inquiry
     * takes no money, and Stripe advises to refund during one. A status that is not known here counts as open.
     */
    private static Stage stage(@Nullable String status) {
        return switch (status) {
            case "won", "warning_needs_response", "warning_under_review", "warning_closed" -> Stage.WITH_MERCHANT;
            case "lost", "prevented" -> Stage.WITH_CUSTOMER;
            case null, default -> Stage.OPEN;
        };
    }
}
