package io.github.refundworker.flow;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.provider.TestLedger;
import io.github.refundworker.provider.http.HttpStandIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The double of an HTTP provider, as tests of a whole worker ask for it. */
public final class ProviderDouble implements AutoCloseable {
    private final HttpStandIn provider = new HttpStandIn();

    public URI url() {
        return provider.url();
    }

    /** In USD. */
    public void charge(String chargeId, String amount) {
        provider.capture(new ChargeId(chargeId), Money.of(amount, "USD"));
    }

    /** Its refunds stay pending until they are settled. */
    void slowCharge(String chargeId, String amount) {
        provider.ledger.delays(new ChargeId(chargeId));
        charge(chargeId, amount);
    }

    /** Of its refunds a cent too much is paid, which only a person can judge. */
    public void overpaidCharge(String chargeId, String amount) {
        provider.ledger.overpays(new ChargeId(chargeId));
        charge(chargeId, amount);
    }

    /** @return the ids of the refunds that have succeeded now */
    List<String> settle(String chargeId) {
        List<TestLedger.Entry> settled = refundsOf(chargeId);
        settled.forEach(refund -> refund.becomes(ProviderStatus.SUCCEEDED));
        return settled.stream().map(refund -> refund.id).toList();
    }

    /** The amounts that were paid back. */
    public List<String> paid(String chargeId) {
        return refundsOf(chargeId).stream()
                .map(refund -> refund.amount.amount().toPlainString())
                .toList();
    }

    private List<TestLedger.Entry> refundsOf(String chargeId) {
        return provider.ledger.of(new ChargeId(chargeId));
    }

    /** What the last request for a refund of the charge had as its {@code traceparent}. */
    @Nullable
    String traceOf(String chargeId) {
        return provider.calls.reversed().stream()
                .filter(call -> call.method().equals("POST")
                        && new String(call.body(), StandardCharsets.UTF_8).contains('"' + chargeId + '"'))
                .findFirst()
                .map(call -> call.headers().getOrDefault("traceparent", "none"))
                .orElse(null);
    }

    int calls() {
        return provider.calls.size();
    }

    @Override
    public void close() {
        provider.close();
    }
}
