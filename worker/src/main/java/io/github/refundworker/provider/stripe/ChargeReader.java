package io.github.refundworker.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.param.ChargeRetrieveParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundListParams;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.provider.ProviderResponse.Described;
import io.github.refundworker.provider.UnusableAnswerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads charges (or payment intents) and their refunds. */
final class ChargeReader {
    private static final long PAGE = 100;

    /** Far more pages than a charge can have. A longer list gets no trust. */
    private static final int MAX_PAGES = 100;

    private final StripeClient client;
    private final ChargeIds chargeIds;

    ChargeReader(StripeClient client, ChargeIds chargeIds) {
        this.client = client;
        this.chargeIds = chargeIds;
    }

    Described describe(ChargeId chargeId, Deadline deadline) throws StripeException, UnusableAnswerException {
        return switch (chargeIds) {
            case CHARGE -> {
                Charge charge = client.v1().charges().retrieve(chargeId.value(), deadline.options());
                Amounts amounts = Amounts.of(charge.getAmount(), charge.getAmountCaptured(), charge.getCaptured());
                yield described(chargeId, amounts, charge.getCurrency(), ChargeKind.of(charge), charge, deadline);
            }
            case PAYMENT_INTENT -> {
                PaymentIntentRetrieveParams params = PaymentIntentRetrieveParams.builder()
                        .addExpand("latest_charge")
                        .build();
                PaymentIntent intent =
                        client.v1().paymentIntents().retrieve(chargeId.value(), params, deadline.options());
                Amounts amounts = Amounts.of(intent.getAmount(), intent.getAmountReceived(), true);
                // Of the charges of a payment intent only the latest can have been paid.
                Charge charge = intent.getLatestChargeObject();
                yield described(chargeId, amounts, intent.getCurrency(), ChargeKind.of(intent), charge, deadline);
            }
        };
    }

    /** @param charge absent if nothing was paid yet */
    private Described described(
            ChargeId chargeId,
            Amounts amounts,
            @Nullable String currency,
            ChargeKind kind,
            @Nullable Charge charge,
            Deadline deadline)
            throws StripeException, UnusableAnswerException {
        Money captured = HeldRefunds.money(amounts.captured(), currency);
        List<Refund> listed = list(chargeId, deadline);
        Refund released = ReleasedRemainder.among(listed, amounts, id -> withBalanceTransaction(id, deadline));
        List<ProviderRefund> refunds = new ArrayList<>();
        for (Refund refund : listed) {
            if (refund != released) {
                refunds.add(HeldRefunds.of(refund, chargeId, chargeIds));
            }
        }
        return new Described(
                new Description.Found(captured, refunds, kind.word(), disputes(charge, captured, deadline)));
    }

    /**
     * A charge stays marked as disputed when its dispute is won, so the disputes themselves are read. A key that may
     * not read them says at least that there is one.
     */
    private Disputes disputes(@Nullable Charge charge, Money captured, Deadline deadline)
            throws StripeException, UnusableAnswerException {
        if (charge == null || !Boolean.TRUE.equals(charge.getDisputed())) {
            return Disputes.NONE;
        }
        DisputeListParams params = DisputeListParams.builder()
                .setCharge(charge.getId())
                .setLimit(PAGE)
                .build();
        try {
            StripeCollection<Dispute> page = client.v1().disputes().list(params, deadline.options());
            if (!Boolean.FALSE.equals(page.getHasMore())) {
                throw new UnusableAnswerException("more than " + PAGE + " disputes");
            }
            return HeldDisputes.of(page.getData(), captured);
        } catch (StripeTransport.NotAnsweredException e) {
            if (e.isForbidden()) {
                return HeldDisputes.UNREADABLE;
            }
            throw e;
        }
    }

    List<ProviderRefund> refundsOf(ChargeId chargeId, Deadline deadline)
            throws StripeException, UnusableAnswerException {
        List<ProviderRefund> refunds = new ArrayList<>();
        for (Refund refund : list(chargeId, deadline)) {
            refunds.add(HeldRefunds.of(refund, chargeId, chargeIds));
        }
        return refunds;
    }

    private Charge withBalanceTransaction(@Nullable String chargeId, Deadline deadline)
            throws StripeException, UnusableAnswerException {
        if (chargeId == null) {
            throw new UnusableAnswerException("a refund without its charge");
        }
        ChargeRetrieveParams params =
                ChargeRetrieveParams.builder().addExpand("balance_transaction").build();
        return client.v1().charges().retrieve(chargeId, params, deadline.options());
    }

    private List<Refund> list(ChargeId chargeId, Deadline deadline) throws StripeException, UnusableAnswerException {
        List<Refund> refunds = new ArrayList<>();
        String after = null;
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            RefundListParams.Builder params =
                    chargeIds.name(chargeId, RefundListParams.builder()).setLimit(PAGE);
            if (after != null) {
                params.setStartingAfter(after);
            }
            StripeCollection<Refund> page = client.v1().refunds().list(params.build(), deadline.options());
            refunds.addAll(page.getData());
            if (page.getHasMore() == null) {
                // A reader that takes a part of the list for all of it would pay the refunds in the rest again.
                throw new UnusableAnswerException("has_more is missing");
            }
            if (!page.getHasMore()) {
                return refunds;
            }
            if (page.getData().isEmpty()) {
                throw new UnusableAnswerException("an empty page that is not the last");
            }
            after = page.getData().getLast().getId();
        }
        throw new UnusableAnswerException("more than " + MAX_PAGES + " pages");
    }
}
