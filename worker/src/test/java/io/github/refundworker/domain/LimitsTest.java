package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Policy.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much one charge may hold, to the last request and byte. */
class LimitsTest {
    private static final int MANY = 1_000_000;

    /** What a charge takes by itself, with each rejected request, each refund and each waiting request. */
    private static final int CHARGE = 200;

    private static final int REJECTED = 40;
    private static final int REFUND = 400;
    private static final int WAITING = 200;

    private static final List<String> REFUSED = List.of("rejected next REFUND_LIMIT_REACHED");
    private static final List<String> BUSY = List.of("rejected next CHARGE_REFUND_IN_PROGRESS");

    /** A charge of $100 of which one request was rejected, and one of $25 with 12 characters of text was paid. */
    private static Scenario paidOnce(Limits limits) {
        Scenario s = paidNothing(limits);
        s.request("r1", part("25.00").texts("why", "hm", "{\"a\":1}"));
        s.answered(completed("p1", "25.00"));
        return s;
    }

    private static Scenario paidNothing(Limits limits) {
        Scenario s = Scenario.with(KEYED, limits);
        s.request("r0", part("1.00").guard("77"));
        s.described("100.00");
        return s;
    }

    @Test
    void shouldCountRefunds() {
        assertThat(paidOnce(new Limits(MANY, 2, MANY, MANY, MANY)).request("next", part("1.00")))
                .contains("created next 1.00 PENDING rev 1");
        assertThat(paidOnce(new Limits(MANY, 1, MANY, MANY, MANY)).request("next", part("1.00")))
                .isEqualTo(REFUSED);
    }

    @Test
    void shouldCountRequestIds() {
        assertThat(paidOnce(new Limits(3, MANY, MANY, MANY, MANY)).request("next", part("1.00")))
                .contains("created next 1.00 PENDING rev 1");
        assertThat(paidOnce(new Limits(2, MANY, MANY, MANY, MANY)).request("next", part("1.00")))
                .isEqualTo(REFUSED);
    }

    @Test
    void shouldCountTheBytesOfWhatIsRemembered() {
        int held = CHARGE + REJECTED + REFUND + 2 * 12;
        int asked = 2 * 5;
        assertThat(askingWithText(paidOnce(bytes(held + asked)))).contains("created next 1.00 PENDING rev 1");
        assertThat(askingWithText(paidOnce(bytes(held + asked - 1)))).isEqualTo(REFUSED);
    }

    @Test
    void shouldCountTheBytesOfWhatWaits() {
        int held = CHARGE + REJECTED + REFUND + WAITING + 2 * "wait".length() + 2 * 9;
        int asked = 2 * 5;
        assertThat(askingWithText(oneWaits(bytes(held + asked)))).isEmpty();
        assertThat(askingWithText(oneWaits(bytes(held + asked - 1)))).isEqualTo(REFUSED);
    }

    @Test
    void shouldBoundTheQueue() {
        assertThat(askingWithText(oneWaits(new Limits(MANY, MANY, MANY, 2, MANY))))
                .isEmpty();
        assertThat(askingWithText(oneWaits(new Limits(MANY, MANY, MANY, 1, MANY))))
                .isEqualTo(BUSY);
    }

    @Test
    void shouldBoundTheBytesOfTheQueue() {
        int waiting = WAITING + 2 * "wait".length() + 2 * 9;
        int asked = 2 * 5;
        assertThat(askingWithText(oneWaits(new Limits(MANY, MANY, MANY, MANY, waiting + asked))))
                .isEmpty();
        assertThat(askingWithText(oneWaits(new Limits(MANY, MANY, MANY, MANY, waiting + asked - 1))))
                .isEqualTo(BUSY);
    }

    private static Limits bytes(int state) {
        return new Limits(MANY, MANY, state, MANY, MANY);
    }

    private static Scenario oneWaits(Limits limits) {
        Scenario s = paidNothing(limits);
        s.request("r1", part("25.00"));
        assertThat(s.request("wait", part("1.00").texts("reason", "n", "{}"))).isEmpty();
        return s;
    }

    /** Five characters of text. */
    private static List<String> askingWithText(Scenario s) {
        return s.request("next", part("1.00").texts("r", "nn", "{}"));
    }
}
