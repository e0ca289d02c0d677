package io.github.refundworker.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.net.RequestOptions;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.ProviderResponse.Found;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import io.github.refundworker.provider.UnusableAnswerException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Refunds of one Stripe account, or of one account connected to it, by charge or by payment intent.
 *
 * <p>Keys are Stripe's to forget after 24 hours. Until then it repeats its first answer under a key, refusals and 500s
 * included, and answers other parameters with an error of their own.
 */
public final class StripeProvider implements ProviderClient {
    public static final URI API = URI.create("https://api.stripe.com");

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final long PAGE = 100;

    /** Far more than a charge can have refunds; a list that goes on and on is not believed. */
    private static final int MAX_PAGES = 100;

    private final HttpCalls calls;
    private final StripeClient client;
    private final ChargeIds chargeIds;
    private final Capabilities capabilities;

    /**
     * @param url Stripe's, or a double's
     * @param apiKey secret or restricted; read and write of refunds, and read of charges and payment intents
     * @param connectedAccount {@code acct_…} where the key is a platform's
     */
    public StripeProvider(
            URI url, String apiKey, @Nullable String connectedAccount, ChargeIds chargeIds, Duration connectTimeout) {
        this.chargeIds = chargeIds;
        capabilities = capabilities(chargeIds);
        calls = new HttpCalls(connectTimeout);
        StripeClient.StripeClientBuilder builder = StripeClient.builder()
                .setApiKey(apiKey)
                .setApiBase(url.toString().replaceAll("/+$", ""))
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeTransport(calls));
        client = (connectedAccount == null ? builder : builder.setStripeAccount(connectedAccount)).build();
    }

    public static Capabilities capabilities(ChargeIds chargeIds) {
        return new Capabilities(
                WINDOW,
                true,
                Capabilities.Describes.CHARGE,
                true,
                false,
                true,
                MinorUnits.V1.digits(),
                chargeIds.form());
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public ProviderResponse settle(Command.Settle command, Duration timeout) {
        RefundCreateParams params;
        try {
            params = RefundParams.of(command, chargeIds);
        } catch (ArithmeticException e) {
            return new ProviderResponse.Refused(new StatusInfo(
                    ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name(), "Stripe has no exact form of " + command.amount()));
        }
        Deadline deadline = new Deadline(timeout);
        return answered(
                StripeErrors::ofSettle,
                () -> found(
                        client.v1().refunds().create(params, deadline.options(command.refundId())),
                        command.chargeId(),
                        command.refundId()));
    }

    @Override
    public ProviderResponse lookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        return answered(StripeErrors::ofReading, () -> {
            if (providerRefundId != null) {
                Refund refund = client.v1().refunds().retrieve(providerRefundId, deadline.options(null));
                return new Found(HeldRefunds.of(refund, chargeId, chargeIds));
            }
            return ProviderResponse.among(refundsOf(chargeId, deadline), reference);
        });
    }

    @Override
    public ProviderResponse describe(ChargeId chargeId, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        return answered(
                StripeErrors::ofReading,
                () -> new ProviderResponse.Described(captured(chargeId, deadline), refundsOf(chargeId, deadline)));
    }

    private Money captured(ChargeId chargeId, Deadline deadline) throws StripeException, UnusableAnswerException {
        return switch (chargeIds) {
            case CHARGE -> {
                Charge charge = client.v1().charges().retrieve(chargeId.value(), deadline.options(null));
                yield HeldRefunds.money(charge.getAmountCaptured(), charge.getCurrency());
            }
            case PAYMENT_INTENT -> {
                PaymentIntent intent = client.v1().paymentIntents().retrieve(chargeId.value(), deadline.options(null));
                yield HeldRefunds.money(intent.getAmountReceived(), intent.getCurrency());
            }
        };
    }

    private List<ProviderRefund> refundsOf(ChargeId chargeId, Deadline deadline)
            throws StripeException, UnusableAnswerException {
        List<ProviderRefund> refunds = new ArrayList<>();
        String after = null;
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            RefundListParams.Builder params =
                    chargeIds.name(chargeId, RefundListParams.builder()).setLimit(PAGE);
            if (after != null) {
                params.setStartingAfter(after);
            }
            StripeCollection<Refund> page = client.v1().refunds().list(params.build(), deadline.options(null));
            for (Refund refund : page.getData()) {
                refunds.add(HeldRefunds.of(refund, chargeId, chargeIds));
            }
            if (page.getHasMore() == null) {
                // Who takes a part for all of it pays again what stands in the rest.
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

    private Found found(Refund refund, ChargeId chargeId, RefundId reference) throws UnusableAnswerException {
        ProviderRefund held = HeldRefunds.of(refund, chargeId, chargeIds);
        if (!reference.equals(held.reference())) {
            throw new UnusableAnswerException("it is about another refund");
        }
        return new Found(held);
    }

    private interface Call {
        ProviderResponse make() throws StripeException, UnusableAnswerException;
    }

    private static ProviderResponse answered(Function<StripeException, ProviderResponse> errors, Call call) {
        try {
            return call.make();
        } catch (StripeException e) {
            return errors.apply(e);
        } catch (UnusableAnswerException e) {
            return new Unclear("an unusable answer: " + e.getMessage());
        } catch (RuntimeException e) {
            // What the library does not expect of an answer it throws as it comes, after sending.
            return new Unclear("an answer that Stripe's library cannot read: "
                    + e.getClass().getSimpleName());
        }
    }

    /** What is left of a time that several calls share. */
    private static final class Deadline {
        private final long end;

        Deadline(Duration timeout) {
            end = System.nanoTime() + timeout.toNanos();
        }

        /** @param key absent for a call that changes nothing */
        RequestOptions options(@Nullable RefundId key) {
            long left = Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
            RequestOptions.RequestOptionsBuilder options =
                    RequestOptions.builder().setMaxNetworkRetries(0).setReadTimeout(Math.toIntExact(left));
            return (key == null ? options : options.setIdempotencyKey(key.toString())).build();
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
