package io.github.refundworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.execute.Executions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One charge in the life of the worker: the real decider, the real procedures and a real adapter, on a clock that moves
 * from due time to due time. Everything that the public is told is kept, as a line each.
 */
public final class OneCharge implements Executions.Time {
    private static final AccountName MAIN = new AccountName("main");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(250);

    private final ChargeId chargeId;
    private final Money captured;
    private final ProviderClient client;
    private final Policy policy;
    private final Deque<Command> commands = new ArrayDeque<>();
    private final Map<String, Integer> revisions = new HashMap<>();

    public final List<String> told = new ArrayList<>();
    private ChargeState state = ChargeState.NONE;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private long offset;
    private @Nullable Command lastDelivered;
    private Duration callTimeout = Duration.ofSeconds(5);

    public OneCharge(ChargeId chargeId, Money captured, ProviderClient client) {
        this.chargeId = chargeId;
        this.captured = captured;
        this.client = client;
        policy = new Policy(
                "test", MAIN, Map.of(MAIN, client.capabilities()), false, Policy.Limits.DEFAULT, Policy.Ages.DEFAULT);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Does not wait long for an answer that will not come. */
    public OneCharge impatiently() {
        callTimeout = SHORT;
        return this;
    }

    // What happens

    public OneCharge request(String id, String amount) {
        return request(id, amount, null);
    }

    public OneCharge request(String id, String amount, @Nullable String guard) {
        take(requested(id, amount, guard));
        execute();
        return this;
    }

    /** Its command is issued, and nobody carries it out. */
    public OneCharge requestWhileTheExecutorIsAway(String id, String amount) {
        take(requested(id, amount, null));
        while (commands.peek() instanceof Command.Describe) {
            deliver(commands.poll());
        }
        return this;
    }

    private Input requested(String id, String amount, @Nullable String guard) {
        return new Input.RefundRequested(
                now,
                new Source("refund-requests", 0, offset++, now),
                new RefundRequest(
                        new RequestId(id),
                        chargeId,
                        new Asked.Part(new BigDecimal(amount), captured.currency()),
                        guard == null ? null : new BigDecimal(guard),
                        null,
                        captured,
                        Texts.NONE));
    }

    public OneCharge heard(WebhookReading reading) {
        assertThat(reading).isInstanceOf(WebhookReading.Notified.class);
        WebhookReading.Notified hint = (WebhookReading.Notified) reading;
        assertThat(hint.chargeId()).isEqualTo(chargeId);
        take(new Input.ProviderNotified(now, hint.refundId(), hint.providerRefundId(), hint.told(), hint.happened()));
        execute();
        return this;
    }

    /** Carries out what is issued, and what follows from it at once. */
    public OneCharge execute() {
        while (!commands.isEmpty()) {
            deliver(commands.poll());
        }
        return this;
    }

    /** The executor was killed after its call and before its answer: the command comes again. */
    OneCharge deliverAgain() {
        deliver(Objects.requireNonNull(lastDelivered));
        return execute();
    }

    /** The last command is carried out once more, and only what the provider did stays. */
    public OneCharge redeliver() {
        Executions.deliver(Objects.requireNonNull(lastDelivered), client, PATIENCE, callTimeout, this);
        return this;
    }

    /** Carries the command out, and the answer is lost with the executor. */
    OneCharge executeAndBeKilled() {
        Command command = Objects.requireNonNull(commands.poll());
        lastDelivered = command;
        Executions.deliver(command, client, PATIENCE, callTimeout, this);
        return this;
    }

    private void deliver(Command command) {
        lastDelivered = command;
        take(Executions.deliver(command, client, PATIENCE, callTimeout, this));
    }

    /** Due times are worked off as they come. */
    public OneCharge passes(Duration time) {
        Instant end = now.plus(time);
        for (Instant due = state.due(); due != null && !due.isAfter(end); due = state.due()) {
            now = due.isAfter(now) ? due : now;
            take(new Input.DeadlinePassed(now));
            execute();
        }
        now = end.isAfter(now) ? end : now;
        return this;
    }

    private void take(Input input) {
        switch (Decider.decide(policy, chargeId, state, input)) {
            case Decision.Ignore _ -> {}
            case Decision.Next(ChargeState next, List<Effect> effects) -> {
                state = next;
                for (Effect effect : effects) {
                    switch (effect) {
                        case Effect.SendCommand(var _, Command command) -> commands.add(command);
                        case Effect.PublishStatus(StatusEvent event) -> told.add(tell(event));
                        case Effect.PublishBalance _ -> {}
                    }
                }
            }
        }
    }

    // What the public is told

    private String tell(StatusEvent event) {
        return switch (event) {
            case StatusEvent.Created(Refund refund, var _) -> "created " + tell(refund);
            case StatusEvent.Updated(Refund refund, var _) -> "updated " + tell(refund);
            case StatusEvent.Rejected rejected ->
                "rejected " + rejected.rejection().code();
            case StatusEvent.Repeated _ -> "repeated";
        };
    }

    private String tell(Refund refund) {
        Integer before = revisions.put(refund.id().toString(), refund.revision());
        assertThat(refund.revision()).isEqualTo(before == null ? 1 : before + 1);
        StatusInfo info = refund.state().statusInfo();
        return refund.amount().amount().toPlainString() + " " + refund.state().status()
                + (info == null ? "" : " " + info.code());
    }

    Balance balance() {
        return Objects.requireNonNull(state.balance());
    }

    /** At rest the public's picture is the provider's own ledger: each refund once, with its amount and status. */
    public void agreesWith(TestLedger ledger) {
        assertThat(state.open()).isNull();
        List<TestLedger.Entry> held = ledger.of(chargeId);
        List<String> references = held.stream()
                .map(entry -> entry.reference)
                .filter(Objects::nonNull)
                .toList();
        assertThat(references).doesNotHaveDuplicates();
        assertThat(state.refunds().stream()
                        .filter(refund -> refund.state() instanceof RefundState.Succeeded)
                        .map(refund -> refund.state().providerRefundId() + " "
                                + refund.amount().amount().stripTrailingZeros()))
                .containsExactlyInAnyOrderElementsOf(held.stream()
                        .filter(entry -> entry.status == ProviderStatus.SUCCEEDED)
                        .map(entry -> entry.id + " " + entry.amount.amount().stripTrailingZeros())
                        .toList());
        assertThat(balance().refunded()).isEqualByComparingTo(ledger.sum(chargeId, ProviderStatus.SUCCEEDED));
        assertThat(balance().pending()).isEqualByComparingTo(ledger.sum(chargeId, ProviderStatus.PENDING));
    }
}
