package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Policy.Ages;
import io.github.refundworker.domain.Policy.Limits;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same in an explored world: a charge of $100, the requests that will come in any order, and how many
 * things may go wrong.
 *
 * @param faults crashes, losses, repetitions, refusals and surprises, all together
 */
record Setting(String name, ProviderKind kind, List<Ask> asks, int faults, Policy policy, Rules rules) {
    static final ChargeId CHARGE = new ChargeId("ch_1");
    static final CurrencyCode USD = new CurrencyCode("USD");
    static final Money CAPTURED = new Money(new BigDecimal("100.00"), USD);
    static final Instant BEGINNING = Instant.parse("2026-11-01T12:00:00Z");

    private static final AccountName MAIN = new AccountName("main");

    /** Fewer repetitions than a real policy has, at distances that differ from every other age. */
    private static final Ages AGES = new Ages(
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofDays(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            List.of(Duration.ofMinutes(1), Duration.ofHours(1)),
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
            Duration.ofHours(12),
            List.of(Duration.ofSeconds(5), Duration.ofHours(1)),
            Duration.ofHours(2),
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(30)));

    /** The rules under test: the real decider, or one with a bug planted in it. */
    @FunctionalInterface
    interface Rules {
        Decision decide(Policy policy, ChargeId chargeId, ChargeState state, Input input);
    }

    /** A request of an upstream that will be written once, at its own place of the requests topic. */
    record Ask(String id, Asked asked, @Nullable BigDecimal guard) {
        static Ask part(String id, String amount) {
            return new Ask(id, new Asked.Part(new BigDecimal(amount), USD), null);
        }

        static Ask whole(String id) {
            return new Ask(id, new Asked.Whole(), null);
        }

        Ask guard(String previouslyRefunded) {
            return new Ask(id, asked, new BigDecimal(previouslyRefunded));
        }

        RequestId requestId() {
            return new RequestId(id);
        }

        @Override
        public String toString() {
            String what =
                    asked instanceof Asked.Part(BigDecimal amount, var _) ? amount.toPlainString() : "the whole charge";
            return id + " for " + what + (guard == null ? "" : ", believing " + guard + " refunded,");
        }
    }

    Invariants invariants() {
        return new Invariants(policy, kind.capabilities, CAPTURED, this::guardOf);
    }

    private Optional<BigDecimal> guardOf(RequestId requestId) {
        return asks.stream()
                .filter(ask -> ask.requestId().equals(requestId))
                .findFirst()
                .flatMap(ask -> Optional.ofNullable(ask.guard()));
    }

    Set<RequestId> arrived(World world) {
        Set<RequestId> ids = new HashSet<>();
        for (int i = 0; i < asks.size(); i++) {
            if (world.hasArrived(i)) {
                ids.add(asks.get(i).requestId());
            }
        }
        return ids;
    }

    static Setting of(String name, ProviderKind kind, int faults, Setting.Rules rules, Ask... asks) {
        Policy policy = new Policy("proof", MAIN, Map.of(MAIN, kind.capabilities), false, Limits.DEFAULT, AGES);
        return new Setting(name, kind, List.of(asks), faults, policy, rules);
    }

    Input.RefundRequested request(int index, Instant at) {
        Ask ask = asks.get(index);
        return new Input.RefundRequested(
                at,
                new Source("refund-requests", 0, index, BEGINNING),
                new RefundRequest(ask.requestId(), CHARGE, ask.asked(), ask.guard(), null, null, Texts.NONE));
    }
}
