package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.SILENT;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.foundFailed;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long the worker asks a provider about a refund, before and after it is left to a person. */
class ReviewLookUpsTest {
    private static final Capabilities SLOW_BANKS = new Capabilities(
            Duration.ofHours(24),
            true,
            Capabilities.Describes.CHARGE,
            true,
            true,
            false,
            true,
            KEYED.digits(),
            RequestForm.ANY,
            Duration.ofDays(60),
            Map.of());

    /** Pending until it is left to a person. */
    private static Scenario inReview(Capabilities capabilities) {
        Scenario s = submitted(capabilities);
        s.answered(pending("p1", "25.00"));
        while (!(s.refund("r1").state() instanceof RefundState.InReview)) {
            s.waits();
            if (s.state.open() != null) {
                s.answered(pending("p1", "25.00"));
            }
        }
        return s;
    }

    private static Duration age(Scenario s) {
        return Duration.between(s.refund("r1").created(), s.now);
    }

    @Test
    void shouldWaitForAsLongAsTheProviderMayTake() {
        assertThat(age(inReview(KEYED))).isBetween(Duration.ofDays(30), Duration.ofDays(31));
        assertThat(age(inReview(SLOW_BANKS))).isBetween(Duration.ofDays(60), Duration.ofDays(61));
    }

    @Test
    void shouldStillLookUpOnceADay() {
        Scenario s = inReview(KEYED);
        for (Outcome nothingNew : new Outcome[] {unknown(), new Outcome.NotFound(), pending("p1", "25.00")}) {
            Instant before = s.now;
            assertThat(s.waits()).hasSize(1).first().asString().startsWith("look up");
            assertThat(Duration.between(before, s.now)).isEqualTo(Duration.ofDays(1));
            assertThat(s.answered(nothingNew)).isEmpty();
            assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
        }
    }

    @Test
    void shouldEndByItselfWhereTheProviderSaysHow() {
        Scenario paid = inReview(KEYED);
        paid.waits();
        assertThat(paid.answered(completed("p1", "25.00"))).contains("updated r1 25.00 SUCCEEDED rev 4");
        assertThat(paid.state.due()).isNull();
        Scenario canceled = inReview(KEYED);
        canceled.waits();
        assertThat(canceled.answered(foundFailed("p1", "25.00"))).contains("updated r1 25.00 FAILED rev 4 (FAILED)");
        assertThat(canceled.state.due()).isNull();
    }

    @Test
    void shouldGiveUpAfterAWhile() {
        Scenario s = inReview(KEYED);
        Instant from = s.now;
        while (s.state.due() != null) {
            s.waits();
            s.answered(unknown());
        }
        assertThat(Duration.between(from, s.now)).isEqualTo(Duration.ofDays(90));
        assertThat(s.refund("r1").state()).isInstanceOf(RefundState.InReview.class);
    }

    @Test
    void shouldNotAskAProviderThatCannotBeAsked() {
        Scenario s = submitted(KEYED);
        s.answered(completed("p1", "26.00"));
        assertThat(s.state.due()).isNotNull();
        Scenario silent = s.reconfigured(Map.of(Scenario.MAIN, SILENT));
        assertThat(silent.waits()).isEmpty();
        assertThat(silent.state.due()).isNull();
    }
}
