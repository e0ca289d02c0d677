package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.MAIN;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.Policy.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How long a request is known, and by what. */
class RepeatsTest {

    /** Before Kafka's first release nothing was written to it. */
    @Test
    void shouldNotBelieveATimeBeforeKafka() {
        Instant first = Instant.parse("2011-01-01T00:00:00Z");
        Instant at = Instant.parse("2026-11-01T12:00:00Z");
        assertThat(new Source("t", 0, 0, first).asOf(at).timestamp()).isEqualTo(first);
        assertThat(new Source("t", 0, 0, first.minusMillis(1)).asOf(at).timestamp())
                .isEqualTo(at);
    }

    private static final AccountName OTHER = new AccountName("other");
    private static final Duration REQUEST_AGE = Duration.ofDays(30);

    private static Source written(long offset, Instant at) {
        return new Source("refund-requests", 0, offset, at);
    }

    @Nested
    class TheProviderOfARequest {
        private static Scenario withOtherDefault(Scenario s) {
            return s.reconfigured(Map.of(MAIN, KEYED, OTHER, KEYED), OTHER);
        }

        @Test
        void shouldCountAsItIsNamed() {
            Scenario s = submitted(KEYED);
            assertThat(s.request("r1", part("25.00").provider("main")))
                    .as("another request, even though it means the same account")
                    .containsExactly("rejected r1 REQUEST_ID_REUSED requestId");
        }

        @Test
        void shouldNotMakeARepeatAnotherRequestWhenTheDefaultChanges() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00").guard("77"));
            s.describedAs(new Description.Missing());
            assertThat(s.state.account()).as("nothing binds the charge").isNull();
            Scenario later = withOtherDefault(s);
            assertThat(later.request("r1", part("25.00").guard("77"))).containsExactly("repeated r1 CHARGE_NOT_FOUND");
        }

        @Test
        void shouldNotMakeARepeatAnotherRequestWhenTheChargeIsBound() {
            Scenario s = withOtherDefault(Scenario.with(KEYED));
            s.request("r1", part("25.00"));
            s.describedAs(new Description.Missing());
            s.request("r2", part("25.00").provider("main"));
            s.described("100.00");
            assertThat(s.state.account()).isEqualTo(MAIN);
            assertThat(s.request("r1", part("25.00"))).containsExactly("repeated r1 CHARGE_NOT_FOUND");
        }

        /** As version 2 of the stored state made it: of the account that was meant. */
        private static Rejected oldMark(String named) {
            RequestMark made =
                    RequestMark.of(Scenario.body("old", part("25.00").provider(named)), written(99, Instant.EPOCH));
            return new Rejected(
                    new RequestMark(made.id(), made.content(), made.source(), false),
                    ErrorCode.CHARGE_REFUNDED,
                    Instant.parse("2026-11-01T12:00:00Z"));
        }

        private static Scenario holding(Rejected rejected) {
            Scenario s = chargeOf100();
            ChargeState state = s.state;
            s.state = new ChargeState(
                    state.latest(),
                    state.account(),
                    state.facts(),
                    state.lastNumber(),
                    state.open(),
                    state.describeRetry(),
                    state.waiting(),
                    state.refunds(),
                    List.of(rejected),
                    null,
                    state.notified(),
                    state.balance());
            return s;
        }

        @Test
        void shouldBeRecognisedInAMarkOfAnEarlierVersion() {
            assertThat(holding(oldMark("main")).request("old", part("25.00")))
                    .containsExactly("repeated old CHARGE_REFUNDED");
            assertThat(holding(oldMark("main")).request("old", part("25.00").provider("main")))
                    .containsExactly("repeated old CHARGE_REFUNDED");
            assertThat(withOtherDefault(holding(oldMark("main"))).request("old", part("25.00")))
                    .as("the default was another one")
                    .containsExactly("repeated old CHARGE_REFUNDED");
            assertThat(holding(oldMark("main")).request("old", part("25.00").provider("other")))
                    .containsExactly("rejected old REQUEST_ID_REUSED requestId");
            assertThat(holding(oldMark("main")).request("old", part("26.00")))
                    .containsExactly("rejected old REQUEST_ID_REUSED requestId");
        }
    }

    @Nested
    class TheRefusalOfAUsedId {
        private static @Nullable RefundId named(Scenario s) {
            return ((Decision.Next) Objects.requireNonNull(s.last))
                    .effects().stream()
                            .filter(Effect.PublishStatus.class::isInstance)
                            .map(effect -> ((StatusEvent.Rejected) ((Effect.PublishStatus) effect).event()).rejection())
                            .findFirst()
                            .orElseThrow()
                            .refundId();
        }

        @Test
        void shouldNameTheRefundThatHasTheId() {
            Scenario s = submitted(KEYED);
            s.request("r1", part("26.00"));
            assertThat(named(s)).isEqualTo(s.id("r1"));
        }

        @Test
        void shouldNameTheRefundThatAWaitingRequestWillBe() {
            Scenario s = submitted(KEYED);
            s.request("r2", part("5.00"));
            s.request("r2", part("6.00"));
            assertThat(named(s)).isEqualTo(s.id("r2"));
        }

        @Test
        void shouldNameNoneWhereTheFirstWasRejected() {
            Scenario s = chargeOf100();
            s.request("r0", part("2.00"));
            assertThat(named(s)).isNull();
        }
    }

    @Nested
    class ARefusedRequest {
        /** The order system asks again every minute, as it is told, while a refund stays pending. */
        @Test
        void shouldNotUseUpTheMemoryForGood() {
            Scenario s = Scenario.with(KEYED, new Limits(10, 200, 256 * 1024, 16, 128 * 1024));
            s.request("r1", part("25.00"));
            s.described("100.00");
            s.answered(pending("p1", "25.00"));
            for (int i = 0; i < 9; i++) {
                assertThat(s.request("again-" + i, part("5.00")))
                        .containsExactly("rejected again-" + i + " CHARGE_REFUND_IN_PROGRESS");
            }
            s.notified("r1");
            s.answered(completed("p1", "25.00"));
            assertThat(s.request("next", part("5.00"))).containsExactly("rejected next REFUND_LIMIT_REACHED");
            s.now = s.now.plus(REQUEST_AGE).plusSeconds(1);
            assertThat(s.request("later", part("5.00"))).contains("settle #4 later 5.00");
        }

        @Test
        void shouldBeKnownForAsLongAsACopyCanBeTaken() {
            Scenario s = chargeOf100();
            Source first = written(500, s.now);
            assertThat(s.request("no", part("500.00"), first))
                    .contains("rejected no REFUND_AMOUNT_OUT_OF_BOUNDS " + "amount min 0.01 max 100.00");
            s.now = s.now.plus(REQUEST_AGE);
            assertThat(s.request("no", part("500.00"), first)).containsExactly("ignored: SAME_RECORD");
            s.now = s.now.plusMillis(1);
            assertThat(s.request("no", part("500.00"), first)).containsExactly("rejected no REQUEST_EXPIRED");
        }

        @Test
        void shouldBeKnownForAsLongAsTheLatestCopyCanBeTaken() {
            Scenario s = chargeOf100();
            s.request("r1", part("1.00").guard("77"));
            s.now = s.now.plus(Duration.ofDays(29));
            Source copy = written(501, s.now);
            assertThat(s.request("r1", part("1.00").guard("77"), copy))
                    .containsExactly("repeated r1 PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
            s.now = s.now.plus(Duration.ofDays(29));
            assertThat(s.request("r1", part("1.00").guard("77"), written(502, copy.timestamp())))
                    .containsExactly("repeated r1 PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
        }

        @Test
        void shouldBeKnownForAsLongAsARequestThatReusedTheIdCanBeTaken() {
            Scenario s = chargeOf100();
            s.now = s.now.plus(Duration.ofDays(29));
            Source reused = written(501, s.now);
            assertThat(s.request("r0", part("5.00"), reused))
                    .containsExactly("rejected r0 REQUEST_ID_REUSED requestId");
            s.now = s.now.plus(Duration.ofDays(2));
            assertThat(s.request("r0", part("5.00"), reused))
                    .containsExactly("rejected r0 REQUEST_ID_REUSED requestId");
        }

        /** What the full memory did not take is not accepted when it has room again. */
        @Test
        void shouldHoldForCopiesOfWhatTheFullMemoryDidNotTake() {
            Scenario s = Scenario.with(KEYED, new Limits(2, 200, 256 * 1024, 16, 128 * 1024));
            s.request("a", part("500.00"));
            s.described("100.00");
            s.request("b", part("500.00"));
            s.now = s.now.plus(Duration.ofDays(20));
            Source full = written(501, s.now);
            assertThat(s.request("c", part("5.00"), full)).containsExactly("rejected c REFUND_LIMIT_REACHED");
            s.now = s.now.plus(Duration.ofDays(11));
            assertThat(s.request("c", part("5.00"), full)).containsExactly("rejected c REFUND_LIMIT_REACHED");
            assertThat(s.request("d", part("5.00"))).contains("settle #2 d 5.00");
        }
    }
}
