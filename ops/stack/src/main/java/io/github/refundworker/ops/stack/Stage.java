package io.github.refundworker.ops.stack;

import io.github.refundworker.contracts.OutgoingRequest;
import io.github.refundworker.contracts.RefundRequest;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.RequestSender;
import io.github.refundworker.ops.terminal.Lines;
import io.github.refundworker.ops.terminal.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The tools of the sample traffic: creates charges, sends requests, and reports to screen and journal. */
final class Stage {

    private static final long SETTLE_MILLIS = 120_000;

    /**
     * A charge of the sample traffic.
     *
     * @param one whether it is worth a line of its own; the others are one of many
     */
    record SampleCharge(String id, BigDecimal amount, String currencyCode, boolean one) {}

    private final ProviderClient provider;
    private final RequestSender sender;
    private final Journal journal;
    private final Screen screen;
    private final String suffix;
    private final Map<String, SampleCharge> charges = new LinkedHashMap<>();
    private int scenes;

    /** @param suffix makes ids differ from those of an earlier run on the same data */
    Stage(ProviderClient provider, RequestSender sender, Journal journal, Screen screen, String suffix) {
        this.provider = provider;
        this.sender = sender;
        this.journal = journal;
        this.screen = screen;
        this.suffix = suffix;
    }

    Iterable<SampleCharge> charges() {
        return charges.values();
    }

    boolean knows(String chargeId) {
        return charges.containsKey(chargeId);
    }

    /** Whether the provider can describe charges and be told to misbehave. */
    boolean hasSimulator() {
        return !provider.isInProcess();
    }

    void scene(String title) {
        screen.line("");
        screen.line(Screen.Tone.TITLE, ++scenes + ". " + title);
    }

    SampleCharge charge(String name, String amount, String currencyCode) {
        return charge(name, amount, currencyCode, Map.of());
    }

    /** @param faults how the simulator is to treat the charge's refunds */
    SampleCharge charge(String name, String amount, String currencyCode, Map<String, ?> faults) {
        return make(new SampleCharge("ch-" + name + suffix, new BigDecimal(amount), currencyCode, true), faults);
    }

    SampleCharge oneOfMany(String name, String amount, String currencyCode) {
        return make(new SampleCharge("ch-" + name + suffix, new BigDecimal(amount), currencyCode, false), Map.of());
    }

    private SampleCharge make(SampleCharge charge, Map<String, ?> faults) {
        if (hasSimulator()) {
            try {
                provider.createCharge(charge.id(), charge.amount().toPlainString(), charge.currencyCode(), faults);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        charges.put(charge.id(), charge);
        return charge;
    }

    /** A refund that somebody makes at the provider itself. */
    void dashboardRefund(SampleCharge charge, String amount) {
        try {
            provider.dashboardRefund(charge.id(), amount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        screen.line(Lines.dashboard(charge.id(), amount, charge.currencyCode()));
    }

    String requestId(String name) {
        return name + suffix;
    }

    /** Sends a request and does not wait for its answer. */
    void ask(OutgoingRequest request) {
        RefundRequest asked = request.request();
        screen.line(Lines.asks(asked));
        RecordMetadata place = sender.send(request);
        journal.sent(place.partition(), place.offset(), asked.requestId());
    }

    /**
     * Sends what breaks the contract.
     *
     * @param requestId the id by which the worker may still answer; absent if it cannot read one
     */
    void garbage(String what, @Nullable String key, byte @Nullable [] value, @Nullable String requestId) {
        screen.line(Lines.garbage(what));
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        RecordMetadata place = sender.send(keyBytes, value, Map.of());
        journal.sent(place.partition(), place.offset(), requestId);
    }

    /** Waits until all is answered and settled, so that the next lines belong to the next scene. */
    void settle() throws InterruptedException {
        if (!journal.awaitSettled(SETTLE_MILLIS)) {
            screen.line(Screen.Tone.BAD, "   not settled after " + SETTLE_MILLIS / 1_000 + " s; going on");
        }
    }
}
