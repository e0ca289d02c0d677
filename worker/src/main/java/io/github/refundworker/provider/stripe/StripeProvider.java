package io.github.refundworker.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.Merchant;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.ProviderResponse.Found;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import io.github.refundworker.provider.UnusableAnswerException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refunds of one Stripe account, or of one account connected to it, by charge or by payment intent.
 *
 * <p>Stripe may forget an idempotency key after 24 hours. Until then it repeats its first answer under the key,
 * including refusals and 500s, and answers other parameters under the same key with an error of its own.
 */
public final class StripeProvider implements ProviderClient {
    private static final Duration WINDOW = Duration.ofHours(24);
    /** A refund to a bank account may stay pending for up to 45 days before Stripe cancels it. The rest is a margin. */
    private static final Duration PENDING = Duration.ofDays(60);

    private static final Pattern TEST_KEY = Pattern.compile("[a-z]+_test_.*");

    private final HttpCalls calls;
    private final StripeClient client;
    private final ChargeReader reader;
    private final ChargeIds chargeIds;
    private final @Nullable String connectedAccount;
    private final boolean isTest;
    private final Capabilities capabilities;

    /**
     * @param url of Stripe, or of a test double
     * @param apiKey secret or restricted, with write of refunds and read of charges or payment intents. Charges that
     *     were captured in part with an API version before 2025-03-31 also need read of balance transactions
     * @param connectedAccount {@code acct_…} if the key is a platform's
     */
    public StripeProvider(
            URI url,
            String apiKey,
            @Nullable String connectedAccount,
            ChargeIds chargeIds,
            ConnectSettings connect,
            Duration connectTimeout) {
        this.chargeIds = chargeIds;
        this.connectedAccount = connectedAccount;
        isTest = TEST_KEY.matcher(apiKey).matches();
        capabilities = capabilities(chargeIds, connect);
        calls = new HttpCalls(connectTimeout);
        StripeClient.StripeClientBuilder builder = StripeClient.builder()
                .setApiKey(apiKey)
                .setApiBase(url.toString().replaceAll("/+$", ""))
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeTransport(calls));
        client = (connectedAccount == null ? builder : builder.setStripeAccount(connectedAccount)).build();
        reader = new ChargeReader(client, chargeIds);
    }

    public static Capabilities capabilities(ChargeIds chargeIds, ConnectSettings connect) {
        return new Capabilities(
                WINDOW,
                true,
                Capabilities.Describes.CHARGE,
                true,
                true,
                false,
                true,
                MinorUnits.V1.digits(),
                chargeIds.form(),
                PENDING,
                ChargeKind.bodyVersions(connect));
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Live mode and test mode of one account hold different charges, so the mode is part of the merchant. */
    @Override
    public Merchant merchant(Duration timeout) {
        String mode = isTest ? " in test mode" : "";
        if (connectedAccount != null) {
            return new Merchant.Known(connectedAccount + mode);
        }
        try {
            String id = client.v1()
                    .accounts()
                    .retrieveCurrent(new Deadline(timeout).options())
                    .getId();
            return id == null ? new Merchant.NotTold("an account without an id") : new Merchant.Known(id + mode);
        } catch (StripeException e) {
            return new Merchant.NotTold("GET /v1/account: " + StripeErrors.described(e));
        } catch (RuntimeException e) {
            return new Merchant.NotTold("GET /v1/account: an answer that Stripe's library cannot read");
        }
    }

    @Override
    public ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout) {
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
                unclear -> unclear,
                () -> found(
                        client.v1().refunds().create(params, deadline.options(command.refundId())),
                        command.chargeId(),
                        command.refundId()));
    }

    @Override
    public ProviderResponse.OfLookUp lookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        if (providerRefundId == null) {
            return answered(
                    StripeErrors::ofList,
                    unclear -> unclear,
                    () -> ProviderResponse.among(reader.refundsOf(chargeId, deadline), reference));
        }
        return answered(StripeErrors::ofReading, unclear -> unclear, () -> {
            Refund refund = client.v1().refunds().retrieve(providerRefundId, deadline.options());
            return new Found(HeldRefunds.of(refund, chargeId, chargeIds));
        });
    }

    @Override
    public ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        return answered(StripeErrors::ofReading, unclear -> unclear, () -> reader.describe(chargeId, deadline));
    }

    private Found found(Refund refund, ChargeId chargeId, RefundId reference) throws UnusableAnswerException {
        ProviderRefund held = HeldRefunds.of(refund, chargeId, chargeIds);
        if (!reference.equals(held.reference())) {
            throw new UnusableAnswerException("it is about another refund");
        }
        return new Found(held);
    }

    private interface Call<R> {
        R make() throws StripeException, UnusableAnswerException;
    }

    /**
     * @param <R> the results of this kind of call
     * @param unclear an unclear answer as one of them
     */
    private static <R> R answered(Function<StripeException, R> errors, Function<Unclear, R> unclear, Call<R> call) {
        try {
            return call.make();
        } catch (StripeException e) {
            return errors.apply(e);
        } catch (UnusableAnswerException e) {
            return unclear.apply(new Unclear("an unusable answer: " + e.getMessage()));
        } catch (RuntimeException e) {
            // For an answer that it does not expect, the library throws any exception, after the request was sent.
            return unclear.apply(new Unclear("an answer that Stripe's library cannot read: "
                    + e.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
