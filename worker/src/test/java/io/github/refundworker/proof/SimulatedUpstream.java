package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Order systems that ask for refunds, and ask again, and the intake that reads what they write. */
final class SimulatedUpstream {
    private static final int CHARGES = 3;
    private static final int REQUESTS = 4;
    private static final String[] AMOUNTS = {"10", "10.00", "25", "25.00", "40", "60.0", "120"};
    private static final String[] GUARDS = {"0", "0.00", "10", "25", "40"};
    private static final Duration ASKING = Duration.ofDays(1);

    private final Fate fate;
    private final SimulatedProvider provider;
    private final Simulation simulation;
    private final Map<ChargeId, Set<RequestId>> arrived = new LinkedHashMap<>();
    private long offset;

    SimulatedUpstream(Fate fate, SimulatedProvider provider, Simulation simulation) {
        this.fate = fate;
        this.provider = provider;
        this.simulation = simulation;
    }

    void begin() {
        for (int i = 0; i < CHARGES; i++) {
            ChargeId chargeId = new ChargeId("ch_" + i);
            provider.open(chargeId);
            arrived.put(chargeId, new HashSet<>());
            int requests = 1 + fate.pick(REQUESTS);
            Duration asking = fate.pick(2) == 0 ? ASKING : Duration.ofSeconds(2);
            for (int r = 0; r < requests; r++) {
                String id = "r" + i + r;
                fate.later(fate.between(Duration.ZERO, asking), () -> ask(chargeId, id));
            }
            if (fate.strikes(Fault.DASHBOARD_REFUND)) {
                fate.later(fate.between(Duration.ZERO, ASKING), () -> provider.refundInDashboard(chargeId));
            }
        }
    }

    Map<ChargeId, Set<RequestId>> arrived() {
        return arrived;
    }

    private void ask(ChargeId chargeId, String id) {
        String amount = fate.pick(5) == 0 ? "" : AMOUNTS[fate.pick(AMOUNTS.length)];
        String guard = fate.pick(3) > 0 ? "" : GUARDS[fate.pick(GUARDS.length)];
        byte[] value = json(chargeId, id, amount, guard);
        Source source = write(chargeId, value);
        if (fate.strikes(Fault.REQUEST_REPEATED)) {
            fate.later(fate.between(Duration.ZERO, ASKING), () -> write(chargeId, value));
        }
        if (fate.strikes(Fault.REQUEST_REPLAYED)) {
            fate.later(fate.between(Duration.ZERO, ASKING), () -> intake(chargeId, value, source));
        }
        if (fate.strikes(Fault.REQUEST_ID_REUSED)) {
            byte[] other = json(chargeId, id, "7.50", guard);
            fate.later(fate.between(Duration.ZERO, ASKING), () -> write(chargeId, other));
        }
        if (fate.strikes(Fault.UNREADABLE_RECORD)) {
            byte[] cut = new String(value, StandardCharsets.UTF_8)
                    .substring(0, value.length / 2)
                    .getBytes(StandardCharsets.UTF_8);
            write(chargeId, cut);
        }
    }

    private Source write(ChargeId chargeId, byte[] value) {
        Source source = new Source("refund-requests", 0, offset++, fate.now());
        intake(chargeId, value, source);
        return source;
    }

    private void intake(ChargeId chargeId, byte[] value, Source source) {
        fate.later(fate.aMoment(), () -> {
            switch (RequestReader.read(value)) {
                case RequestReading.Unreadable(String why) -> simulation.tell(() -> "dead letter: " + why);
                case RequestReading.Readable(var body) -> {
                    Set<RequestId> ids = arrived.get(chargeId);
                    if (ids != null && ids.add(body.requestId()) && body instanceof RefundRequest request) {
                        simulation.remember(request.requestId(), request.previouslyRefunded());
                    }
                    simulation.append(chargeId, new Input.RefundRequested(fate.now(), source, body));
                }
            }
        });
    }

    private static byte[] json(ChargeId chargeId, String id, String amount, String guard) {
        return ("{\"requestId\":\"" + id + "\",\"chargeId\":\"" + chargeId + "\""
                        + (amount.isEmpty() ? "" : ",\"amount\":\"" + amount + "\",\"currencyCode\":\"USD\"")
                        + (guard.isEmpty() ? "" : ",\"previouslyRefundedAmount\":\"" + guard + "\"")
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
