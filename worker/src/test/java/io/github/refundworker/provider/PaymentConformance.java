package io.github.refundworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every adapter must do whose provider is well, call by call and through the worker's own decider and procedures: the
 * provider's books have the last word. It asks for nothing but payments and look-ups, so it holds for every provider, what
 * else its capabilities may lack.
 */
public abstract class PaymentConformance<P extends PaymentConformance.Provider> {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final Money HUNDRED = Money.of("100.00", "USD");

    protected P provider;
    protected ProviderClient client;
    protected ChargeId chargeId;

    /** A provider that can be looked into. */
    public interface Provider extends AutoCloseable {
        /** A charge id in the form that the provider has, new each time. */
        ChargeId newChargeId();

        /** Makes a charge, where the provider knows charges. */
        void capture(ChargeId chargeId, Money captured);

        ProviderClient client();

        /** What it has paid up to now. */
        TestLedger ledger();

        @Override
        void close();
    }

    protected abstract P standIn();

    @BeforeEach
    void start() {
        provider = standIn();
        client = provider.client();
        chargeId = provider.newChargeId();
        provider.capture(chargeId, HUNDRED);
    }

    @AfterEach
    void stop() {
        client.close();
        provider.close();
    }

    protected final Command.Settle settle(String amount) {
        return CommandFixture.settle(chargeId, Money.of(amount, "USD"));
    }

    protected final RefundId reference() {
        return RefundId.of("test", chargeId, new RequestId("r-1"));
    }

    protected final OneCharge charge() {
        return new OneCharge(chargeId, HUNDRED, client);
    }

    @Test
    void shouldPayUnderOurReference() {
        assertThat(client.settle(settle("25.00"), TIMEOUT))
                .isInstanceOfSatisfying(ProviderResponse.Found.class, found -> {
                    TestLedger.Entry paid = provider.ledger().only(chargeId);
                    assertThat(paid.amount.amount()).isEqualByComparingTo("25");
                    assertThat(found.refund().id()).isEqualTo(paid.id);
                    assertThat(found.refund().reference()).isEqualTo(reference());
                    assertThat(found.refund().amount().amount()).isEqualByComparingTo("25");
                    assertThat(found.refund().status()).isEqualTo(ProviderStatus.SUCCEEDED);
                });
    }

    @Test
    void shouldPayOnceHoweverOftenTheSameCommandIsSent() {
        client.settle(settle("25.00"), TIMEOUT);
        ProviderResponse again = client.settle(settle("25.00"), TIMEOUT);

        provider.ledger().only(chargeId);
        assertThat(again)
                .isInstanceOf(
                        client.capabilities().hasKeys()
                                ? ProviderResponse.Found.class
                                : ProviderResponse.Refused.class);
    }

    @Test
    void shouldFindItByReferenceAndById() {
        client.settle(settle("25.00"), TIMEOUT);
        String id = provider.ledger().only(chargeId).id;

        assertThat(client.lookUp(chargeId, reference(), null, TIMEOUT)).isInstanceOf(ProviderResponse.Found.class);
        assertThat(client.lookUp(chargeId, reference(), id, TIMEOUT)).isInstanceOf(ProviderResponse.Found.class);
    }

    @Test
    void shouldSayThatThereIsNoSuchRefund() {
        assertThat(client.lookUp(chargeId, reference(), null, TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
        assertThat(client.lookUp(chargeId, reference(), "0aa0", TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
    }

    @Test
    void executorKilledBetweenCallAndAnswer() {
        OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
        charge.executeAndBeKilled().deliverAgain();

        assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
        charge.agreesWith(provider.ledger());
    }

    @Test
    void twoForSixtyOfAHundred() {
        OneCharge charge = charge().request("r-1", "60.00").request("r-2", "60.00");
        assertThat(charge.told)
                .containsExactly(
                        "created 60.00 PENDING", "updated 60.00 SUCCEEDED", "rejected REFUND_AMOUNT_OUT_OF_BOUNDS");
        charge.agreesWith(provider.ledger());
    }

    /** Every currency of ISO 4217, and some that are none: what is paid is what was asked for, to the last digit, or nothing. */
    @Test
    void shouldPayEveryCurrencyExactlyOrNotAtAll() {
        List<CurrencyCode> currencies = new ArrayList<>(CurrencyDigits.ISO_4217.keySet());
        for (String other : List.of("XAU", "XXX", "XTS", "DEM", "HRK", "STD", "ZZZ")) {
            currencies.add(new CurrencyCode(other));
        }
        for (CurrencyCode currency : currencies) {
            Integer digits = client.capabilities().digits().get(currency);
            if (digits == null) {
                paysNothing(new Money(new BigDecimal("123456.00"), currency), "17.00");
            } else {
                paysExactly(currency, digits);
            }
        }
    }

    private void paysExactly(CurrencyCode currency, int digits) {
        Money captured = new Money(new BigDecimal("123456").setScale(digits), currency);
        BigDecimal least = BigDecimal.ONE.movePointLeft(digits);
        for (BigDecimal amount : List.of(least, new BigDecimal("17").subtract(least), captured.amount())) {
            ChargeId id = provider.newChargeId();
            provider.capture(id, captured);
            OneCharge charge = new OneCharge(id, captured, client).request("r-1", amount.toPlainString());
            assertThat(provider.ledger().of(id))
                    .as("%s of %s", amount, captured)
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.amount.amount()).isEqualByComparingTo(amount);
                        assertThat(entry.amount.currency()).isEqualTo(currency);
                    });
            charge.agreesWith(provider.ledger());
        }
        paysNothing(captured, least.movePointLeft(1).toPlainString());
    }

    private void paysNothing(Money captured, String amount) {
        ChargeId id = provider.newChargeId();
        provider.capture(id, captured);
        OneCharge charge = new OneCharge(id, captured, client).request("r-1", amount);
        assertThat(provider.ledger().of(id)).as("%s of %s", amount, captured).isEmpty();
        assertThat(charge.told).as("%s of %s", amount, captured).noneMatch(line -> line.startsWith("created"));
    }
}
