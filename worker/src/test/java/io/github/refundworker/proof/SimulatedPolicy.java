package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The policy by which a simulated worker decides, and its changes. */
final class SimulatedPolicy {
    private final Fate fate;
    private final Simulation simulation;
    private Policy policy;

    SimulatedPolicy(Fate fate, Simulation simulation, ProviderKind main, ProviderKind other) {
        this.fate = fate;
        this.simulation = simulation;
        policy = widened(usual(main, other));
    }

    static Policy usual(ProviderKind main, ProviderKind other) {
        Map<AccountName, Capabilities> capabilities =
                Map.of(Simulation.MAIN, main.capabilities, Simulation.OTHER, other.capabilities);
        return new Policy("proof", Simulation.MAIN, capabilities, false, Policy.Limits.DEFAULT, Policy.Ages.DEFAULT);
    }

    void begin() {
        if (Wider.POLICY_CHANGES.isOn()) {
            fate.later(Duration.ofMinutes(1), this::change);
        }
    }

    Policy now() {
        return policy;
    }

    private static Policy widened(Policy usual) {
        return new Policy(
                usual.namespace(),
                usual.defaultAccount(),
                usual.accounts(),
                usual.guardRequired(),
                limits(usual.limits()),
                ages(usual.ages()));
    }

    /** Where people decide, refunds come into review sooner, so that there is more to decide. */
    private static Policy.Ages ages(Policy.Ages a) {
        return Wider.OPERATORS.isOn()
                ? with(a, a.facts(), a.sendWithin(), a.retry().subList(0, 2), Duration.ofHours(12))
                : a;
    }

    private static Policy.Ages with(
            Policy.Ages a, Duration facts, Duration sendWithin, List<Duration> retry, Duration unsentFor) {
        return new Policy.Ages(
                facts,
                a.waiting(),
                a.request(),
                sendWithin,
                a.call(),
                a.grace(),
                retry,
                a.unsent(),
                unsentFor,
                a.poll(),
                a.pending(),
                a.review(),
                a.describe());
    }

    /** So low that an order system which asks again and again comes to them. */
    private static Policy.Limits limits(Policy.Limits usual) {
        return Wider.LIMITS_OVER_TIME.isOn()
                ? new Policy.Limits(12, usual.refunds(), usual.stateBytes(), usual.waiting(), usual.waitingBytes())
                : usual;
    }

    /** The worker is restarted with another configuration, which every deployment may do. */
    private void change() {
        if (fate.isCalm()) {
            return;
        }
        if (fate.strikes(Fault.POLICY_CHANGED)) {
            Policy.Ages a = policy.ages();
            Duration facts = Duration.ofSeconds(fate.pick(3) * 60L);
            Duration sendWithin = Duration.ofMinutes(1 + fate.pick(2));
            // An account that cannot be asked takes any charge for its own, which no policy can mend.
            boolean asks = Objects.requireNonNull(policy.accounts().get(Simulation.OTHER))
                    .describesCharges();
            policy = new Policy(
                    policy.namespace(),
                    asks && fate.pick(4) == 0 ? Simulation.OTHER : Simulation.MAIN,
                    policy.accounts(),
                    fate.pick(3) == 0,
                    Wider.DISPUTES.isOn() && fate.pick(4) == 0,
                    policy.limits(),
                    with(a, facts, sendWithin, a.retry(), a.unsentFor()));
            simulation.tell(() -> "the worker goes on with another policy");
        }
        fate.later(fate.between(Duration.ofMinutes(1), Duration.ofHours(60)), this::change);
    }

    /**
     * How long before a refund is sent its charge may have been read: what was read for a request is fresh however long
     * its answer took, which ends with its command; then comes the time to send, the call, and clocks that differ.
     */
    Duration guardWindow() {
        Policy.Ages ages = policy.ages();
        Duration command = ages.sendWithin().plus(ages.call()).plus(ages.grace());
        Duration read = ages.facts().compareTo(command) > 0 ? ages.facts() : command;
        Duration sent = Duration.ofMinutes(2).plus(ages.call());
        return read.plus(sent).plus(Simulation.CLOCK_TOLERANCE.multipliedBy(2));
    }
}
