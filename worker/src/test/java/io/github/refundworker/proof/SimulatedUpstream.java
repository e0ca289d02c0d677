package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.proof.SimulatedIntake.DeadLetter;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Order systems that ask for refunds, and ask again, and an operator who replays what the intake could not place. */
final class SimulatedUpstream {
    private static final int REQUESTS = 4;
    private static final String[] AMOUNTS = {"10", "10.00", "25", "25.00", "40", "60.0", "120"};
    private static final String[] GUARDS = {"0", "0.00", "10", "25", "40"};
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(30);

    /**
     * One charge and what the ids of its requests begin with.
     *
     * @param ids charge and request ids of the first two run together the same, the last one has the ids of the first
     */
    private record Customer(ChargeId chargeId, AccountName account, String ids) {}

    private static final List<Customer> CUSTOMERS = List.of(
            new Customer(new ChargeId("ch_1"), Simulation.MAIN, "2"),
            new Customer(new ChargeId("ch_12"), Simulation.MAIN, ""),
            new Customer(new ChargeId("ch_3"), Simulation.OTHER, "2"));

    private final Fate fate;
    private final Simulation simulation;
    private final SimulatedIntake intake;
    private final Map<ChargeId, Set<RequestId>> asked = new LinkedHashMap<>();

    SimulatedUpstream(Fate fate, Simulation simulation) {
        this.fate = fate;
        this.simulation = simulation;
        this.intake = new SimulatedIntake(fate, simulation, this::died);
    }

    void begin() {
        Duration asking = simulation.mode() == Simulation.Mode.SAFETY ? MONTH : DAY;
        for (Customer customer : CUSTOMERS) {
            SimulatedProvider provider = simulation.account(customer.account()).provider();
            provider.open(customer.chargeId());
            asked.put(customer.chargeId(), new HashSet<>());
            int requests = 1 + fate.pick(REQUESTS);
            Duration within = fate.pick(2) == 0 ? asking : Duration.ofSeconds(2);
            for (int r = 0; r < requests; r++) {
                String id = customer.ids() + r;
                fate.later(fate.between(Duration.ZERO, within), () -> ask(customer, id));
            }
            if (fate.strikes(Fault.ASKED_FOR_WEEKS)) {
                for (int day = 1; day <= 45; day += 2) {
                    String id = customer.ids() + "again" + day;
                    fate.later(Duration.ofDays(day), () -> write(customer, json(customer, id, "120", "")));
                }
            }
            if (fate.strikes(Fault.DASHBOARD_REFUND)) {
                fate.later(fate.between(Duration.ZERO, asking), () -> provider.refundInDashboard(customer.chargeId()));
            }
        }
    }

    Set<ChargeId> charges() {
        return asked.keySet();
    }

    Set<RequestId> requestsOf(ChargeId chargeId) {
        return asked.getOrDefault(chargeId, Set.of());
    }

    AccountName accountOf(ChargeId chargeId) {
        return CUSTOMERS.stream()
                .filter(customer -> customer.chargeId().equals(chargeId))
                .findFirst()
                .orElseThrow()
                .account();
    }

    private void ask(Customer customer, String id) {
        String amount = fate.pick(5) == 0 ? "" : AMOUNTS[fate.pick(AMOUNTS.length)];
        String guard = fate.pick(3) > 0 ? "" : GUARDS[fate.pick(GUARDS.length)];
        byte[] value = json(customer, id, amount, guard);
        if (fate.strikes(Fault.MISKEYED_RECORD)) {
            intake.write(new byte[] {'?'}, value);
            return;
        }
        if (fate.strikes(Fault.UNREADABLE_RECORD)) {
            intake.write(key(customer), Arrays.copyOf(value, value.length / 2));
        }
        if (fate.strikes(Fault.INVALID_REQUEST)) {
            write(customer, json(customer, id, "1e3", guard));
            return;
        }
        write(customer, value);
        if (fate.strikes(Fault.REQUEST_REPEATED)) {
            fate.later(fate.between(Duration.ZERO, DAY), () -> write(customer, value));
        }
        if (fate.strikes(Fault.REQUEST_ID_REUSED)) {
            byte[] other = json(customer, id, "7.50", guard);
            fate.later(fate.between(Duration.ZERO, DAY), () -> write(customer, other));
        }
    }

    private void write(Customer customer, byte[] value) {
        if (RequestReader.read(value) instanceof RequestReading.Readable(var body)) {
            Objects.requireNonNull(asked.get(customer.chargeId())).add(body.requestId());
        }
        intake.write(key(customer), value);
    }

    /** The operator gives what was mis-keyed its key, and tries what is unreadable again, to no avail. */
    private void died(DeadLetter letter) {
        if (letter.replays() > 1 || !fate.strikes(Fault.DEAD_LETTER_REPLAYED)) {
            return;
        }
        int times = fate.strikes(Fault.DEAD_LETTER_REPLAYED_TWICE) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            fate.later(fate.between(Duration.ofMinutes(1), DAY), () -> replay(letter));
        }
    }

    private void replay(DeadLetter letter) {
        byte[] value = letter.value();
        if (RequestReader.read(value) instanceof RequestReading.Readable(var body)) {
            Objects.requireNonNull(asked.get(body.chargeId())).add(body.requestId());
            intake.replay(letter, body.chargeId().value().getBytes(StandardCharsets.US_ASCII));
        } else {
            intake.replay(letter, letter.key());
        }
    }

    private static byte[] key(Customer customer) {
        return customer.chargeId().value().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] json(Customer customer, String id, String amount, String guard) {
        // A charge that its provider describes needs no description by the order system; some give it all the same.
        boolean describes =
                simulation.account(customer.account()).kind().capabilities.describesCharges();
        boolean describesItself = !describes || fate.pick(4) == 0;
        boolean named = !customer.account().equals(Simulation.MAIN) || fate.pick(4) == 0;
        return ("{\"requestId\":\"" + id + "\",\"chargeId\":\"" + customer.chargeId() + "\""
                        + (amount.isEmpty() ? "" : ",\"amount\":\"" + amount + "\",\"currencyCode\":\"USD\"")
                        + (guard.isEmpty() ? "" : ",\"previouslyRefundedAmount\":\"" + guard + "\"")
                        + (named ? ",\"provider\":\"" + customer.account() + "\"" : "")
                        + (describesItself ? ",\"charge\":{\"amount\":\"100.00\",\"currencyCode\":\"USD\"}" : "")
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    void checkRest() {
        intake.checkRest();
    }
}
