package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.execute.SimulatedExecutor.Call;
import io.github.refundworker.proof.Books.Choice;
import io.github.refundworker.provider.ProviderResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider and the network to it: its books are right, and everything around them may fail. */
final class SimulatedProvider {
    private static final ProviderResponse TIMED_OUT = new ProviderResponse.Unclear("timed out");
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofHours(24);

    private final Fate fate;
    private final ProviderKind kind;
    private final Duration callLimit;
    private final Map<ChargeId, Books> books = new LinkedHashMap<>();
    private final BiConsumer<ChargeId, Input> webhook;
    private final Runnable changed;

    /** @param changed called after each change of the books */
    SimulatedProvider(
            Fate fate, ProviderKind kind, Duration callLimit, BiConsumer<ChargeId, Input> webhook, Runnable changed) {
        this.fate = fate;
        this.kind = kind;
        this.callLimit = callLimit;
        this.webhook = webhook;
        this.changed = changed;
    }

    void open(ChargeId chargeId) {
        books.put(chargeId, Books.of(Setting.CAPTURED));
    }

    Books books(ChargeId chargeId) {
        Books of = books.get(chargeId);
        if (of == null) {
            throw new IllegalArgumentException("no charge " + chargeId);
        }
        return of;
    }

    void call(Command command, Call call, Consumer<ProviderResponse> response) {
        switch (call) {
            case SEND -> send((Command.Settle) command, response);
            case LOOK_UP -> read(Fault.LOOK_UP_LOST, () -> lookUp(command), response);
            case DESCRIBE ->
                read(Fault.DESCRIBE_LOST, () -> books(command.chargeId()).describe(), response);
        }
    }

    private interface Reading {
        ProviderResponse get();
    }

    private void read(Fault lost, Reading reading, Consumer<ProviderResponse> response) {
        if (isKeptAway(response)) {
            return;
        }
        if (fate.strikes(lost)) {
            fate.later(CALL_TIMEOUT, () -> response.accept(TIMED_OUT));
            return;
        }
        fate.later(fate.aMoment(), () -> {
            ProviderResponse read = reading.get();
            fate.later(fate.aMoment(), () -> response.accept(read));
        });
    }

    private ProviderResponse lookUp(Command command) {
        return switch (command) {
            case Command.Settle settle -> books(settle.chargeId()).lookUp(settle.refundId(), null);
            case Command.LookUp lookUp -> books(lookUp.chargeId()).lookUp(lookUp.refundId(), lookUp.providerRefundId());
            case Command.Describe _ -> throw new IllegalArgumentException("a describe looks nothing up");
        };
    }

    private boolean isKeptAway(Consumer<ProviderResponse> response) {
        if (fate.strikes(Fault.NOT_REACHED)) {
            fate.later(fate.aMoment(), () -> response.accept(new ProviderResponse.NotSent("refused", null)));
            return true;
        }
        if (fate.strikes(Fault.RATE_LIMITED)) {
            ProviderResponse wait = new ProviderResponse.NotSent("429", Duration.ofSeconds(fate.pick(20)));
            fate.later(fate.aMoment(), () -> response.accept(wait));
            return true;
        }
        return false;
    }

    private void send(Command.Settle settle, Consumer<ProviderResponse> response) {
        if (isKeptAway(response)) {
            return;
        }
        if (fate.strikes(Fault.RESET_BEFORE_READ)) {
            fate.later(fate.aMoment(), () -> response.accept(TIMED_OUT));
            return;
        }
        if (fate.strikes(Fault.CALL_LANDS_LATE)) {
            fate.later(CALL_TIMEOUT, () -> response.accept(TIMED_OUT));
            Instant latest = kind.capabilities.hasKeys() && kind.capabilities.storesRefusals()
                    ? settle.firstIssuedAt().plus(DAY)
                    : settle.sendBy().plus(callLimit);
            fate.later(fate.between(Duration.ZERO, Duration.between(fate.now(), latest)), () -> settle(settle));
            return;
        }
        boolean lost = fate.strikes(Fault.RESPONSE_LOST);
        if (lost) {
            fate.later(CALL_TIMEOUT, () -> response.accept(TIMED_OUT));
        }
        fate.later(fate.aMoment(), () -> {
            ProviderResponse answer = settle(settle);
            if (!lost) {
                fate.later(fate.aMoment(), () -> response.accept(answer));
            }
        });
    }

    private ProviderResponse settle(Command.Settle settle) {
        ChargeId chargeId = settle.chargeId();
        Books before = books(chargeId);
        Choice choice = Choice.PAY;
        if (before.settle(kind, settle, fate.now(), Choice.PAY)
                        .books()
                        .entries()
                        .size()
                > before.entries().size()) {
            choice = fate.strikes(Fault.REFUSED)
                    ? Choice.REFUSE
                    : fate.strikes(Fault.TAKES_ITS_TIME) ? Choice.TAKE_ITS_TIME : Choice.PAY;
        }
        Books.Turn turn = before.settle(kind, settle, fate.now(), choice);
        change(chargeId, turn.books());
        if (turn.books().entries().size() > before.entries().size()) {
            live(chargeId, turn.books().entries().getLast());
        }
        return turn.answer();
    }

    /** What becomes of a refund by itself. */
    private void live(ChargeId chargeId, Books.Entry made) {
        String id = made.refund().id();
        if (made.refund().status() == ProviderStatus.PENDING) {
            ProviderStatus end = fate.strikes(Fault.PENDING_FAILS) ? ProviderStatus.FAILED : ProviderStatus.SUCCEEDED;
            fate.later(fate.between(Duration.ofMinutes(15), Duration.ofDays(3)), () -> turn(chargeId, id, end));
        } else if (fate.strikes(Fault.TAKEN_BACK)) {
            // Sooner would break the promise of a provider that only compares sums.
            ProviderStatus end = fate.pick(2) == 0 ? ProviderStatus.REVERSED : ProviderStatus.FAILED;
            Duration least = kind.takesNothingBackMeanwhile() ? Duration.ofMinutes(15) : Duration.ofMillis(1);
            fate.later(fate.between(least, Duration.ofDays(2)), () -> turn(chargeId, id, end));
        }
    }

    private void turn(ChargeId chargeId, String id, ProviderStatus status) {
        Books before = books(chargeId);
        for (Books.Entry entry : before.entries()) {
            if (entry.refund().id().equals(id)) {
                change(chargeId, before.turning(entry, status));
                tell(chargeId, entry.refund().reference(), id);
            }
        }
    }

    private void change(ChargeId chargeId, Books next) {
        books.put(chargeId, next);
        changed.run();
    }

    private void tell(ChargeId chargeId, @Nullable RefundId reference, String id) {
        if (fate.strikes(Fault.WEBHOOK_LOST)) {
            return;
        }
        int times = fate.strikes(Fault.WEBHOOK_REPEATED) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            fate.later(
                    fate.between(Duration.ofMillis(10), Duration.ofHours(1)),
                    () -> webhook.accept(chargeId, new Input.ProviderNotified(fate.now(), reference, id)));
        }
    }

    void refundInDashboard(ChargeId chargeId) {
        BigDecimal amount = new BigDecimal("10.00");
        Books before = books(chargeId);
        if (before.live().add(amount).compareTo(Setting.CAPTURED.amount()) <= 0) {
            Books after = before.fromDashboard(amount);
            change(chargeId, after);
            tell(chargeId, null, after.entries().getLast().refund().id());
        }
    }
}
