package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Policy.Ages;
import io.github.refundworker.domain.Policy.Limits;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same in an explored world: a charge of $100, the requests that will come in any order, and how many
 * things may go wrong.
 *
 * @param refundedBefore made in the provider's dashboard before anything else; 0 where nothing was
 * @param faults crashes, losses, repetitions, refusals and surprises, all together
 */
record Setting(String name, ProviderKind kind, BigDecimal refundedBefore, List<Ask> asks, int faults, Policy policy) {
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

        RefundRequest request() {
            return new RefundRequest(new RequestId(id), CHARGE, asked, guard, null, CAPTURED, Texts.NONE);
        }

        @Override
        public String toString() {
            String what =
                    asked instanceof Asked.Part(BigDecimal amount, var _) ? amount.toPlainString() : "the whole charge";
            return id + " for " + what + (guard == null ? "" : ", believing " + guard + " refunded,");
        }
    }

    /**
     * The worlds that every kind of provider is put in, the smallest first.
     *
     * @param faults how many things may go wrong in them; one more where there are few, and two more in the smallest
     */
    static List<Setting> of(ProviderKind kind, int faults) {
        List<Setting> settings = new ArrayList<>();
        settings.add(of("$25 alone", kind, faults + 2, Ask.part("r1", "25")));
        settings.add(of(
                "the same $25 twice under two ids",
                kind,
                faults + 1,
                Ask.part("r1", "25").guard("0"),
                Ask.part("r2", "25").guard("0")));
        settings.add(of(
                "$120, and $25 after a refund in the dashboard",
                kind,
                faults + 1,
                Ask.part("r1", "120"),
                Ask.part("r2", "25").guard("25")));
        settings.addAll(ofAll(kind, faults));
        settings.add(of(
                "$40 after a refund of $25 in the dashboard",
                kind,
                new BigDecimal("25.00"),
                faults + 2,
                Ask.part("r1", "40")));
        return settings;
    }

    private static List<Setting> ofAll(ProviderKind kind, int faults) {
        return List.of(
                of(
                        "the same $25 twice under two ids",
                        kind,
                        faults,
                        Ask.part("r1", "25").guard("0"),
                        Ask.part("r2", "25").guard("0")),
                of("$60 twice", kind, faults, Ask.part("r1", "60"), Ask.part("r2", "60")),
                of("$25 and $40", kind, faults, Ask.part("r1", "25"), Ask.part("r2", "40")),
                of(
                        "$25 twice under one id and the whole charge",
                        kind,
                        faults,
                        Ask.part("r1", "25"),
                        Ask.part("r1", "25"),
                        Ask.whole("r2")),
                of(
                        "$25, $30 under the same id, and $25 on an outdated page",
                        kind,
                        faults,
                        Ask.part("r1", "25"),
                        Ask.part("r1", "30"),
                        Ask.part("r2", "25").guard("25")));
    }

    private static Setting of(String name, ProviderKind kind, int faults, Ask... asks) {
        return of(name, kind, BigDecimal.ZERO, faults, asks);
    }

    private static Setting of(String name, ProviderKind kind, BigDecimal refundedBefore, int faults, Ask... asks) {
        Policy policy = new Policy("proof", MAIN, Map.of(MAIN, kind.capabilities), false, Limits.DEFAULT, AGES);
        return new Setting(name + ", " + kind.description, kind, refundedBefore, List.of(asks), faults, policy);
    }

    /** Of requests that only their ids tell apart, the first one comes first: the other order would show the same. */
    boolean mayArrive(int request, int arrived) {
        Ask ask = asks.get(request);
        return IntStream.range(0, request)
                .filter(i -> asks.get(i).asked().equals(ask.asked())
                        && Objects.equals(asks.get(i).guard(), ask.guard()))
                .allMatch(i -> World.Requests.has(arrived, i));
    }

    Books books() {
        Books unused = Books.of(CAPTURED);
        return refundedBefore.signum() == 0 ? unused : unused.fromDashboard(refundedBefore);
    }

    Invariants invariants() {
        return new Invariants(policy, kind.capabilities, CAPTURED);
    }
}
