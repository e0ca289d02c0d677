package io.github.refundworker.ops.console;

import static io.github.refundworker.ops.console.TestTopics.balance;
import static io.github.refundworker.ops.console.TestTopics.created;
import static io.github.refundworker.ops.console.TestTopics.id;
import static io.github.refundworker.ops.console.TestTopics.refund;
import static io.github.refundworker.ops.console.TestTopics.rejected;
import static io.github.refundworker.ops.console.TestTopics.updated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FeedTest {

    private static final String SUMS_OF_ROWS = """
            select coalesce(currency, '') as currency, status, coalesce(code, '') as code, count(*) as refunds,
              cast(coalesce(sum(amount), 0) as numeric(38, 10)) as amount
            from refund group by currency, status, code order by 1, 2, 3""";
    private static final String SUMS_KEPT =
            "select currency, status, code, refunds, amount from total where refunds <> 0 order by 1, 2, 3";

    @Test
    void shouldCopyEachEventOnceAlthoughItIsStoppedAndStartedAgain() {
        try (TestTopics topics = new TestTopics()) {
            for (int i = 0; i < 300; i++) {
                topics.succeeded("once-" + i, "ch-" + i % 7, "1.50", i % 2 == 0 ? "USD" : "EUR");
            }
            topics.event(rejected("req-x", "ch-1", "CHARGE_REFUNDED", "Nothing is left."));
            topics.balance(balance("ch-1", "USD", "100.00", "10.00", "0", "90.00"));
            topics.balance(balance("ch-1", "USD", "100.00", "25.00", "0", "75.00"));
            topics.flush();
            try (RunningConsole console = RunningConsole.local(topics, "once-" + topics.names.prefix())) {
                console.awaitCurrent();
                assertThat(count(console, "event")).isEqualTo(601);
            }
            topics.event(updated("once-0", refund("once-0", "ch-0", 3, RefundStatus.REVERSED, "1.50", "USD", null)));
            topics.flush();
            try (RunningConsole console = RunningConsole.local(topics, "once-" + topics.names.prefix())) {
                console.awaitCurrent();
                assertThat(count(console, "event")).isEqualTo(602);
                assertThat(count(console, "refund")).isEqualTo(301);
                assertThat(console.jdbc().queryForList(SUMS_KEPT))
                        .isEqualTo(console.jdbc().queryForList(SUMS_OF_ROWS));
                assertThat(console.jdbc()
                                .queryForObject("select refundable from charge where id = 'ch-1'", String.class))
                        .startsWith("75.0");
                assertThat(console.jdbc()
                                .queryForObject("select sum(requests) from flow where answer = 'accepted'", Long.class))
                        .isEqualTo(300);
            }
            try (RunningConsole console =
                    RunningConsole.local(topics, "once-" + topics.names.prefix(), "--console.rebuild=true")) {
                console.awaitCurrent();
                assertThat(count(console, "event")).isEqualTo(602);
                assertThat(console.jdbc().queryForList(SUMS_KEPT))
                        .isEqualTo(console.jdbc().queryForList(SUMS_OF_ROWS));
            }
        }
    }

    @Test
    void shouldGoOnBehindWhatItCannotRead() {
        try (TestTopics topics = new TestTopics()) {
            topics.event(EventTypes.CREATED, "1", "ch", "{\"no\":\"event\"}".getBytes(UTF_8));
            topics.event(EventTypes.CREATED, "2", "ch", new byte[] {(byte) 0xff, 0});
            topics.event("io.github.refundworker.refund.unheard-of.v1", "3", "ch", "{}".getBytes(UTF_8));
            topics.event(created("big", refund("big", "ch", 1, RefundStatus.PENDING, "1e40", "USD", null)));
            topics.event(created(
                    "odd",
                    refund(
                            "odd",
                            "ch",
                            1,
                            RefundStatus.PENDING,
                            "1.00",
                            "USD",
                            new StatusInfo("c".repeat(10_000), "nul \0"))));
            topics.raw(topics.names.balances(), "ch", "no json");
            topics.flush();
            try (RunningConsole console = RunningConsole.local(topics, "unreadable-" + topics.names.prefix())) {
                console.awaitCurrent();
                assertThat(console.freshness().unreadable()).isEqualTo(4);
                assertThat(console.jdbc().queryForList("select id from refund", String.class))
                        .containsExactly(id("odd"));
            }
        }
    }

    @Test
    void shouldNotMixTheRowsOfTwoInstallations() {
        try (TestTopics one = new TestTopics();
                TestTopics other = new TestTopics()) {
            one.succeeded("mixed", "ch", "1.00", "USD");
            one.flush();
            try (RunningConsole console = RunningConsole.local(one, "mixed")) {
                console.awaitCurrent();
            }
            try (RunningConsole console = RunningConsole.local(other, "mixed")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(console.freshness().trouble())
                                .contains(one.names.prefix(), "--console.rebuild"));
                assertThat(count(console, "refund")).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldKnowWhatWasDoneAboutADeadLetterAndWhoDidIt() {
        try (TestTopics topics = new TestTopics()) {
            String letters = topics.names.requestsDeadLetters();
            topics.letter(letters, "ch", "{\"card\":\"4242424242424242\"}", "UNREADABLE", "java.lang.Bug", "at 3");
            topics.letter(letters, "ch", "{}", "UNREADABLE", "java.lang.Bug", "at 4");
            topics.create(TopicNames.deadLetterStates(letters));
            topics.raw(
                    TopicNames.deadLetterStates(letters),
                    "letter/0/1",
                    "{\"state\":\"PARKED\",\"job\":\"j-1\",\"at\":\"2026-12-01T00:00:00Z\"}");
            topics.audited("alice", "dlt.park", letters, "nobody waits for them");
            topics.flush();
            try (RunningConsole console = RunningConsole.local(topics, "letters-" + topics.names.prefix())) {
                console.awaitCurrent();
                Awaitility.await().untilAsserted(() -> {
                    assertThat(console.jdbc().queryForList("select actor from audit", String.class))
                            .containsExactly("alice", "alice");
                    assertThat(console.jdbc()
                                    .queryForList(
                                            "select letter_offset || ' ' || state from letter_state", String.class))
                            .containsExactly("1 PARKED");
                });
                assertThat(console.jdbc()
                                .queryForList("select value_masked from letter", String.class)
                                .toString())
                        .doesNotContain("4242");
            }
        }
    }

    private static long count(RunningConsole console, String table) {
        return Objects.requireNonNull(console.jdbc().queryForObject("select count(*) from " + table, Long.class));
    }
}
