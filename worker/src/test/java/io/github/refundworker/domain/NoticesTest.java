package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.SILENT;
import static io.github.refundworker.domain.Scenario.UNNAMED;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.reversed;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which notices of a provider are looked up, when, and what they hold up. */
class NoticesTest {

    private static List<String> shown(Scenario s, ProviderRefund refund) {
        return told(s, s.id("r1"), refund.id(), new Told.Shown(refund), null);
    }

    private static List<String> told(
            Scenario s,
            @Nullable RefundId refundId,
            @Nullable String providerRefundId,
            @Nullable Told told,
            @Nullable Instant happened) {
        return s.take(new Input.ProviderNotified(s.now, refundId, providerRefundId, told, happened));
    }

    private static Scenario paid() {
        Scenario s = submitted(KEYED);
        s.answered(completed("p1", "25.00"));
        return s;
    }

    private static ProviderRefund p1(ProviderStatus status) {
        return held("p1", "25.00", status, null);
    }

    @Nested
    class WhatSaysOnlyWhatIsKnown {
        @Test
        void shouldCauseNothing() {
            Scenario s = paid();
            assertThat(shown(s, p1(ProviderStatus.SUCCEEDED))).containsExactly("ignored: NOTHING_NEW");
            Scenario waits = submitted(KEYED);
            waits.answered(pending("p1", "25.00"));
            assertThat(shown(waits, p1(ProviderStatus.PENDING))).containsExactly("ignored: NOTHING_NEW");
            Scenario back = paid();
            back.notified("r1");
            back.answered(reversed("p1", "25.00"));
            assertThat(shown(back, p1(ProviderStatus.REVERSED))).containsExactly("ignored: NOTHING_NEW");
        }

        @Test
        void shouldCauseNothingWhereItCameBeforeTheAnswer() {
            Scenario s = submitted(KEYED);
            assertThat(shown(s, p1(ProviderStatus.SUCCEEDED))).isEmpty();
            assertThat(told(s, s.id("r1"), null, new Told.Made(), null)).containsExactly("ignored: NOTHING_NEW");
            assertThat(s.answered(completed("p1", "25.00")))
                    .noneMatch(line -> line.startsWith("look up"))
                    .contains("updated r1 25.00 SUCCEEDED rev 2");
            assertThat(s.state.due()).isNull();
        }

        @Test
        void shouldCauseNothingWhereOurOwnCallMadeTheRefund() {
            Scenario s = paid();
            assertThat(told(s, s.id("r1"), null, new Told.Made(), null)).containsExactly("ignored: NOTHING_NEW");
        }

        static Stream<ProviderRefund> news() {
            ProviderDetails reference = new ProviderDetails(null, null, "arn-1");
            return Stream.of(
                    p1(ProviderStatus.PENDING),
                    p1(ProviderStatus.FAILED),
                    p1(ProviderStatus.REVERSED),
                    held("p2", "25.00", ProviderStatus.SUCCEEDED, null),
                    held("p1", "26.00", ProviderStatus.SUCCEEDED, null),
                    new ProviderRefund(
                            "p1", null, Money.of("25.00", "USD"), ProviderStatus.SUCCEEDED, null, reference));
        }

        @ParameterizedTest
        @MethodSource("news")
        void shouldBeLookedUpWhereItSaysAnythingElse(ProviderRefund refund) {
            assertThat(shown(paid(), refund)).containsExactly("look up #3 r1");
        }

        @Test
        void shouldBeLookedUpWhereAPersonSaidIt() {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "26.00"));
            s.now = s.now.plus(Duration.ofMinutes(10));
            s.operator(new OperatorDecision.Resolve(s.id("r1"), 2, true, "p1"));
            assertThat(shown(s, p1(ProviderStatus.SUCCEEDED))).containsExactly("look up #3 r1");
        }

        @Test
        void shouldBeLookedUpOnceWhereTwoSayDifferentThings() {
            Scenario s = submitted(KEYED);
            assertThat(shown(s, p1(ProviderStatus.PENDING))).isEmpty();
            assertThat(shown(s, p1(ProviderStatus.SUCCEEDED))).isEmpty();
            assertThat(s.answered(completed("p1", "25.00"))).contains("look up #3 r1");
        }
    }

    @Nested
    class WhatHappenedLongBeforeTheLastReading {
        @Test
        void shouldCauseNothing() {
            Scenario s = paid();
            Instant read = Objects.requireNonNull(s.refund("r1").readAt());
            Instant before = read.minus(Duration.ofMinutes(10));
            assertThat(told(s, s.id("r1"), null, null, before.minusMillis(1))).containsExactly("ignored: NOTHING_NEW");
            assertThat(told(s, s.id("r1"), null, null, before)).containsExactly("look up #3 r1");
        }

        @Test
        void shouldCauseNothingWhereTheChargeWasReadSince() {
            Scenario s = chargeOf100();
            Instant before = s.now.minus(Duration.ofMinutes(10));
            assertThat(told(s, null, "p9", null, before.minusMillis(1))).containsExactly("ignored: NOTHING_NEW");
            assertThat(told(s, null, "p9", null, before)).containsExactly("describe #2");
        }

        /** Of an answer that nobody awaited it is not known when it was read. */
        @Test
        void shouldBeLookedUpWhereOnlyALateAnswerIsKnown() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            s.waits();
            assertThat(s.answered(2, s.id("r1"), completed("p1", "25.00")))
                    .contains("updated r1 25.00 SUCCEEDED rev 3");
            s.answered(completed("p1", "25.00"));
            s.answered(3, s.id("r1"), reversed("p1", "25.00"));
            assertThat(s.refund("r1").readAt()).isNull();
        }
    }

    @Nested
    class WhatCannotBeLookedUp {
        @Test
        void shouldNotHoldUpARequest() {
            Scenario s = paid();
            assertThat(s.notified("r1")).containsExactly("look up #3 r1");
            assertThat(s.request("r2", part("5.00"))).isEmpty();
            assertThat(s.answered(unknown())).contains("settle #4 r2 5.00");
            assertThat(s.answered(completed("p2", "5.00"))).contains("updated r2 5.00 SUCCEEDED rev 2");
            assertThat(s.waits()).containsExactly("look up #5 r1");
        }

        @Test
        void shouldBeTriedAtGrowingDistances() {
            Scenario s = paid();
            s.notified("r1");
            for (int seconds : new int[] {5, 30, 300, 900, 3600, 21_600, 86_400, 86_400}) {
                assertThat(s.answered(unknown())).isEmpty();
                assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(seconds));
                assertThat(s.waits()).hasSize(1).first().asString().startsWith("look up");
            }
        }

        @Test
        void shouldNotBeTriedAtOnceWhereNoticesComeWithoutEnd() {
            Scenario s = paid();
            s.notified("r1");
            s.answered(unknown());
            for (int i = 0; i < 100; i++) {
                assertThat(s.notified("r1")).containsExactly("ignored: NOTHING_NEW");
            }
            assertThat(s.request("r2", part("5.00"))).contains("settle #4 r2 5.00");
        }

        @Test
        void shouldBeTriedSoonWhereAnotherNoticeComes() {
            Scenario s = paid();
            s.notified("r1");
            for (int i = 0; i < 6; i++) {
                s.answered(unknown());
                s.waits();
            }
            s.answered(unknown());
            assertThat(s.state.due()).isEqualTo(s.now.plus(Duration.ofDays(1)));
            assertThat(s.notified("r1")).isEmpty();
            assertThat(s.state.due()).isEqualTo(s.now.plusSeconds(5));
            s.waits();
            s.answered(unknown());
            assertThat(s.state.due()).as("its attempts do not start anew").isEqualTo(s.now.plus(Duration.ofDays(1)));
        }

        @Test
        void shouldNotHoldUpARequestWhereTheChargeCannotBeRead() {
            Scenario s = paid();
            assertThat(s.notifiedOf("p9")).containsExactly("describe #3");
            assertThat(s.request("r2", part("5.00"))).isEmpty();
            assertThat(s.describedAs(new Description.Unavailable("down"))).contains("settle #4 r2 5.00");
            s.answered(completed("p2", "5.00"));
            assertThat(s.waits()).containsExactly("describe #5");
        }

        /** The executor was away: nobody asked the provider, so nothing says that it is down. */
        @Test
        void shouldRefuseNoRequestForAReadingThatWasNeverMade() {
            Scenario s = paid();
            assertThat(s.notifiedOf("p9")).containsExactly("describe #3");
            assertThat(s.request("guarded", part("5.00").guard("25"))).isEmpty();
            assertThat(s.request("plain", part("5.00"))).isEmpty();
            assertThat(s.passes(Duration.ofHours(25))).containsExactly("describe #4");
            assertThat(s.described("100.00", held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))))
                    .contains("settle #5 guarded 5.00");
        }

        @Test
        void shouldNotCountAsWaitingWhereNobodyAnswered() {
            Scenario s = paid();
            s.notified("r1");
            s.request("r2", part("5.00").guard("25"));
            Instant due = s.state.waiting().getFirst().due();
            Instant asked = s.now;
            assertThat(s.waits()).as("the look-up is missed").containsExactly("describe #4");
            assertThat(s.state.waiting().getFirst().due()).isEqualTo(due.plus(Duration.between(asked, s.now)));
        }

        /** The provider is silent: nothing is in progress, and to say so would have the caller wait for nothing. */
        @Test
        void shouldNotBeCalledARefundInProgress() {
            Scenario s = paid();
            s.notified("r1");
            for (int i = 0; i < 16; i++) {
                assertThat(s.request("w" + i, part("1.00"))).isEmpty();
            }
            assertThat(s.request("more", part("1.00"))).containsExactly("rejected more PROVIDER_DOWN");
        }
    }

    /** What the provider lists may be a refund of ours that is not attributed yet. */
    @Nested
    class WhatIsUnknownWhileARefundOfOursIsUnattributed {
        private static Scenario unresolved() {
            Scenario s = submitted(UNNAMED);
            s.answered(completed("p1", "25.00"));
            s.request("r2", part("5.00"));
            s.answered(unknown());
            return s;
        }

        @Test
        void shouldBeTriedAtGrowingDistances() {
            Scenario s = unresolved();
            for (int seconds : new int[] {5, 30, 300}) {
                assertThat(s.notifiedOf("p9")).hasSize(1).first().asString().startsWith("describe");
                s.describedAs(new Description.Unavailable("down"));
                assertThat(s.state.notified()).hasSize(1);
                assertThat(s.state.notified().getFirst().due()).isEqualTo(s.now.plusSeconds(seconds));
            }
        }

        @Test
        void shouldNotBeDueAgainAndAgain() {
            Scenario s = unresolved();
            s.notifiedOf("p9");
            s.describedAs(new Description.Unavailable("down"));
            assertThat(s.waits()).isEmpty();
            assertThat(s.state.due()).isAfter(s.now);
        }

        @Test
        void shouldNotHoldUpTheLookUpOfAKnownRefund() {
            assertThat(unresolved().notified("r1")).containsExactly("look up #4 r1");
        }
    }

    @Test
    void shouldLookNothingUpWhereTheProviderCannotBeAsked() {
        Scenario s = Scenario.with(SILENT);
        s.request("r1", part("25.00").charge("100.00"));
        s.answered(unknown());
        assertThat(s.answered(1, s.id("r1"), completed("p1", "25.00")))
                .contains("updated r1 25.00 SUCCEEDED rev 2")
                .noneMatch(line -> line.startsWith("look up"));
    }

    /** The events that Stripe sends about one refund of a card, and what the worker asks for it. */
    @Nested
    class OneRefundWithTheUsualEvents {
        private final Scenario s = Scenario.with(KEYED);
        private int commands;

        private List<String> count(List<String> lines) {
            commands += (int) lines.stream()
                    .filter(line -> line.matches("(describe|settle|look up) .*"))
                    .count();
            return lines;
        }

        private void hears(@Nullable String providerRefundId, Told told) {
            count(told(s, s.id("r1"), providerRefundId, told, s.now));
        }

        private void asks() {
            count(s.request("r1", part("25.00").guard("0")));
            count(s.described("100.00"));
        }

        @Test
        void shouldCostTwoCommandsWhereTheEventsComeAfterTheAnswer() {
            asks();
            count(s.answered(completed("p1", "25.00")));
            hears(null, new Told.Made());
            hears("p1", new Told.Shown(p1(ProviderStatus.SUCCEEDED)));
            hears("p1", new Told.Shown(p1(ProviderStatus.SUCCEEDED)));
            assertThat(commands).isEqualTo(2);
        }

        @Test
        void shouldCostTwoCommandsWhereTheEventsComeBeforeTheAnswer() {
            asks();
            hears(null, new Told.Made());
            hears("p1", new Told.Shown(p1(ProviderStatus.SUCCEEDED)));
            count(s.answered(completed("p1", "25.00")));
            hears("p1", new Told.Shown(p1(ProviderStatus.SUCCEEDED)));
            assertThat(commands).isEqualTo(2);
        }

        @Test
        void shouldCostOneMoreForTheReferenceThatABankGivesDaysLater() {
            asks();
            count(s.answered(completed("p1", "25.00")));
            ProviderRefund referenced = new ProviderRefund(
                    "p1",
                    null,
                    Money.of("25.00", "USD"),
                    ProviderStatus.SUCCEEDED,
                    null,
                    new ProviderDetails(null, null, "arn-1"));
            s.now = s.now.plus(Duration.ofDays(3));
            hears("p1", new Told.Shown(referenced));
            count(s.answered(Outcome.of(referenced)));
            hears("p1", new Told.Shown(referenced));
            assertThat(commands).isEqualTo(3);
        }
    }
}
