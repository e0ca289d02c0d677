package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Policy.Ages;
import io.github.refundworker.domain.Policy.Limits;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same in an explored world: a charge of $100, the requests that will come in any order, and how many
 * things may go wrong.
 *
 * @param refundedBefore made in the provider's dashboard before anything else; 0 where nothing was
 * @param faults crashes, losses, repetitions, refusals and surprises, all together
 * @param elements what this world holds besides
 */
record Setting(
        String name,
        ProviderKind kind,
        BigDecimal refundedBefore,
        List<Ask> asks,
        int faults,
        Policy policy,
        Set<Wider> elements) {
    static final ChargeId CHARGE = new ChargeId("ch_1");
    static final CurrencyCode USD = new CurrencyCode("USD");
    static final Money CAPTURED = new Money(new BigDecimal("100.00"), USD);
    /** What was captured at first, where more is captured later. */
    static final Money CAPTURED_FIRST = new Money(new BigDecimal("60.00"), USD);

    static final Instant BEGINNING = Instant.parse("2026-11-01T12:00:00Z");

    private static final AccountName MAIN = new AccountName("main");

    /** Fewer repetitions than a real policy has, at distances that differ from every other age. */
    private static final Ages AGES = ages(List.of(Duration.ofMinutes(1), Duration.ofHours(1)));

    private static Ages ages(List<Duration> retry) {
        return new Ages(
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                retry,
                List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
                Duration.ofHours(12),
                List.of(Duration.ofSeconds(5), Duration.ofHours(1)),
                Duration.ofHours(2),
                Duration.ofMinutes(90),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    }

    /** A request of an upstream that will be written once, at its own place of the requests topic. */
    record Ask(String id, Asked asked, @Nullable BigDecimal guard, Money charge) {
        static Ask part(String id, String amount) {
            return new Ask(id, new Asked.Part(new BigDecimal(amount), USD), null, CAPTURED);
        }

        static Ask whole(String id) {
            return new Ask(id, new Asked.Whole(), null, CAPTURED);
        }

        Ask guard(String previouslyRefunded) {
            return new Ask(id, asked, new BigDecimal(previouslyRefunded), charge);
        }

        /** What it says, perhaps wrongly, that the charge is. */
        Ask ofCharge(String amount) {
            return new Ask(id, asked, guard, Money.of(amount, "USD"));
        }

        RefundRequest request() {
            return new RefundRequest(new RequestId(id), CHARGE, asked, guard, null, charge, Texts.NONE);
        }

        RefundId refundId(String namespace) {
            return RefundId.of(namespace, CHARGE, new RequestId(id));
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
        return new Setting(
                name + ", " + kind.description, kind, refundedBefore, List.of(asks), faults, policy, Set.of());
    }

    private Setting having(Wider... more) {
        return new Setting(name, kind, refundedBefore, asks, faults, policy, Set.of(more));
    }

    /** Whatever ends unclear comes into review, so that a small world has something to decide. */
    private Setting inReviewAtOnce() {
        Policy hasty = new Policy(
                policy.namespace(),
                policy.defaultAccount(),
                policy.accounts(),
                policy.guardRequired(),
                policy.limits(),
                ages(List.of()));
        return new Setting(name, kind, refundedBefore, asks, faults, hasty, elements);
    }

    private Setting refundingDisputed() {
        Policy allowing = new Policy(
                policy.namespace(),
                policy.defaultAccount(),
                policy.accounts(),
                policy.guardRequired(),
                true,
                policy.limits(),
                policy.ages());
        return new Setting(name, kind, refundedBefore, asks, faults, allowing, elements);
    }

    boolean has(Wider element) {
        return elements.contains(element);
    }

    /** A world of people and providers has steady machines: what machines do is walked in the others. */
    boolean hasSteadyMachines() {
        return !elements.isEmpty();
    }

    /** What cannot be read is asked again and again. */
    boolean isEndless() {
        return has(Wider.BLIND_LOOK_UPS) || has(Wider.BLIND_DESCRIBES);
    }

    /** The worlds of each element that is on, for one kind of provider. */
    static List<Setting> wider(ProviderKind kind, int faults) {
        List<Setting> settings = new ArrayList<>();
        if (kind.capabilities.looksUpRefunds()) {
            settings.add(of(
                            "$25 alone, believing 0 refunded",
                            kind,
                            faults + 1,
                            Ask.part("r1", "25").guard("0"))
                    .having(Wider.GUARD_AT_PAYMENT));
            settings.add(of(
                            "$25 alone, believing 0 refunded today",
                            kind,
                            faults + 1,
                            Ask.part("r1", "25").guard("0"))
                    .having(Wider.GUARD_ON_FRESH_FACTS));
            settings.add(of("$25, and a refund in the dashboard", kind, faults + 1, Ask.part("r1", "25"))
                    .having(Wider.TOLD_IS_KNOWN));
            settings.add(of(
                            "$25 after a refund of $25 in the dashboard, and people decide",
                            kind,
                            new BigDecimal("25.00"),
                            faults + 1,
                            Ask.part("r1", "25"))
                    .inReviewAtOnce()
                    .having(Wider.OPERATORS));
            settings.add(of(
                            "$25 and $40, and people decide",
                            kind,
                            faults + 1,
                            Ask.part("r1", "25").guard("0"),
                            Ask.part("r2", "40"))
                    .inReviewAtOnce()
                    .having(Wider.OPERATORS));
            settings.add(of(
                            "$25 that cannot be looked up, and $40",
                            kind,
                            faults,
                            Ask.part("r1", "25"),
                            Ask.part("r2", "40"))
                    .having(Wider.BLIND_LOOK_UPS));
            settings.add(of(
                            "$25 and $40 of a charge that cannot be read any more",
                            kind,
                            faults,
                            Ask.part("r1", "25"),
                            Ask.part("r2", "40"))
                    .having(Wider.BLIND_DESCRIBES));
            settings.add(of(
                            "$25 twice, and reads lag behind writes",
                            kind,
                            faults + 1,
                            Ask.part("r1", "25").guard("0"),
                            Ask.part("r2", "25").guard("25"))
                    .having(Wider.LAGGING_READS));
            settings.add(of(
                            "$60 of $60, which grow, and the whole charge",
                            kind,
                            faults,
                            Ask.part("r1", "120"),
                            Ask.whole("r2"))
                    .having(Wider.CAPTURE_GROWS));
            settings.add(
                    of("$25, and a stranger's refund", kind, faults + 1, Ask.part("r1", "25"), Ask.part("r2", "40"))
                            .having(Wider.STRANGERS_REFERENCES));
            settings.add(of("$25, and a refund in euros", kind, faults + 1, Ask.part("r1", "25"), Ask.part("r2", "40"))
                    .having(Wider.OTHER_CURRENCY));
        }
        if (kind == ProviderKind.LISTING) {
            settings.add(of(
                            "$150 of a charge of $120, which is one of $100, and $40",
                            kind,
                            faults,
                            Ask.part("r1", "150").ofCharge("120"),
                            Ask.part("r2", "40"))
                    .having(Wider.LISTING));
        }
        settings.removeIf(setting -> !setting.elements().stream().allMatch(Wider::isOn));
        return settings;
    }

    private static List<Setting> disputed(ProviderKind kind, int faults) {
        if (kind.capabilities.describes() != Capabilities.Describes.CHARGE || !Wider.DISPUTES.isOn()) {
            return List.of();
        }
        return List.of(
                of("$25 of a charge that is disputed", kind, faults + 2, Ask.part("r1", "25"))
                        .having(Wider.DISPUTES),
                of(
                                "$25 and $30 of a charge that is disputed",
                                kind,
                                faults + 1,
                                Ask.part("r1", "25").guard("0"),
                                Ask.part("r2", "30"))
                        .having(Wider.DISPUTES),
                of(
                                "$25 and $30 of a charge whose rest is refunded during a dispute",
                                kind,
                                faults + 1,
                                Ask.part("r1", "25"),
                                Ask.part("r2", "30"))
                        .refundingDisputed()
                        .having(Wider.DISPUTES));
    }

    /** Those that came later stand last, as the others are known by their places. */
    static List<Setting> all(int... faults) {
        List<Setting> all = new ArrayList<>();
        for (ProviderKind kind : ProviderKind.explored()) {
            Arrays.stream(faults).forEach(f -> all.addAll(of(kind, f)));
        }
        for (ProviderKind kind : ProviderKind.explored()) {
            Arrays.stream(faults).forEach(f -> all.addAll(wider(kind, f)));
        }
        for (ProviderKind kind : ProviderKind.explored()) {
            Arrays.stream(faults).forEach(f -> all.addAll(disputed(kind, f)));
        }
        return all;
    }

    /** Whether a refund's first request said how much was refunded before. */
    boolean isGuarded(RefundId id, List<Integer> first) {
        return first.stream()
                .map(asks::get)
                .anyMatch(ask ->
                        ask.guard() != null && ask.refundId(policy.namespace()).equals(id));
    }

    /** Whether this is the refund that no look-up reaches. */
    boolean isBlindTo(RefundId id, @Nullable String providerRefundId, Books books) {
        RefundId blind = asks.getFirst().refundId(policy.namespace());
        return has(Wider.BLIND_LOOK_UPS)
                && (blind.equals(id)
                        || books.entries().stream()
                                .anyMatch(entry ->
                                        entry.isOf(blind) && entry.refund().id().equals(providerRefundId)));
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
        Books unused = Books.of(has(Wider.CAPTURE_GROWS) ? CAPTURED_FIRST : CAPTURED);
        return refundedBefore.signum() == 0 ? unused : unused.fromDashboard(refundedBefore);
    }

    Invariants invariants() {
        return new Invariants(
                policy,
                kind.capabilities,
                CAPTURED,
                id -> asks.stream()
                        .anyMatch(ask -> ask.refundId(policy.namespace()).equals(id)));
    }
}
