package io.github.refundworker.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What refunds cost in transactions and requests. Counted and not timed, so that it is the same on every machine. Each
 * refund waits for the one before, which is the worst case: nothing shares a commit.
 */
class CostTest {
    private static final int REFUNDS = 20;

    /** On the request, on what the charge is, and on what the provider did. */
    private static final int COMMITS_A_REFUND = 3;

    /** The write, the offsets, the end; a coordinator is looked up and topics are described now and then. */
    private static final double REQUESTS_A_COMMIT = 3.5;

    /** Of the engine, and of the clock of the intake. */
    private static final Duration BACKSTOP = Duration.ofSeconds(2);

    private static final Duration OFFSETS = Duration.ofMillis(500);

    /** What the worker counted until now. */
    private record Counts(double commits, double empty, double partitions, double requests, double intakeCommits) {
        static Counts of(Installation worker) {
            String scrape = scrape(worker);
            return new Counts(
                    sum(scrape, "refunds_decide_commit_seconds_count\\{[^}]*part=\"end\"[^}]*}"),
                    sum(scrape, "refunds_decide_commits_empty_total(?:\\{[^}]*})?"),
                    sum(scrape, "refunds_decide_commit_partitions_total(?:\\{[^}]*})?"),
                    sum(scrape, "kafka_producer_request_total\\{[^}]*client_id=\"[^\"]*StreamThread[^}]*}"),
                    sum(scrape, "kafka_consumer_coordinator_commit_total\\{[^}]*client_id=\"[^\"]*intake[^}]*}"));
        }

        private static double sum(String scrape, String series) {
            Matcher lines = Pattern.compile("(?m)^" + series + " (\\S+)$").matcher(scrape);
            List<Double> found =
                    lines.results().map(line -> Double.valueOf(line.group(1))).toList();
            assertThat(found).as(series).isNotEmpty();
            return found.stream().mapToDouble(Double::doubleValue).sum();
        }

        Counts since(Counts before) {
            return new Counts(
                    commits - before.commits,
                    empty - before.empty,
                    partitions - before.partitions,
                    requests - before.requests,
                    intakeCommits - before.intakeCommits);
        }
    }

    private static String scrape(Installation worker) {
        return worker.getManagement("/actuator/prometheus").body();
    }

    private static void refund(Installation worker, ProviderDouble provider, String chargeId) {
        request(worker, provider, chargeId);
        worker.events(
                chargeId,
                events -> events.stream().anyMatch(event -> event.type().equals("updated")));
    }

    private static void request(Installation worker, ProviderDouble provider, String chargeId) {
        provider.charge(chargeId, "100.00");
        worker.request(
                chargeId,
                "{\"requestId\": \"order\", \"chargeId\": \"" + chargeId
                        + "\", \"amount\": \"25.00\", \"currencyCode\": \"USD\"}");
    }

    @Test
    void shouldTakeThreeShortTransactionsAndNoEmptyOneForARefund() {
        try (TestBroker broker = new TestBroker();
                ProviderDouble provider = new ProviderDouble();
                Installation worker = new Installation(broker.bootstrap(), "cost-", provider.url())) {
            worker.start().awaitReady();
            refund(worker, provider, "ch_first");
            long start = System.nanoTime();
            Counts before = Counts.of(worker);

            for (int i = 0; i < REFUNDS; i++) {
                refund(worker, provider, "ch_" + i);
            }

            Counts counts = Counts.of(worker).since(before);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            // Only what the engine's own commit finds, where an input was ignored.
            assertThat(counts.empty()).as("empty commits").isLessThanOrEqualTo(1 + took.dividedBy(BACKSTOP));
            assertThat(counts.commits() - counts.empty())
                    .as("commits")
                    .isBetween(2.0 * REFUNDS, COMMITS_A_REFUND * REFUNDS + 2.0);
            // Status, balance, command and two changelogs at most, twice; the description has no status.
            assertThat(counts.partitions() / counts.commits())
                    .as("partitions a commit")
                    .isLessThanOrEqualTo(5);
            assertThat(counts.requests() / counts.commits())
                    .as("requests a commit")
                    .isLessThanOrEqualTo(REQUESTS_A_COMMIT);
            assertThat(counts.intakeCommits())
                    .as("commits of the intake")
                    .isLessThanOrEqualTo(1 + took.dividedBy(OFFSETS));
        }
    }

    /** Offsets are committed every half second, and the last ones at the end. */
    @Test
    void shouldCommitTheOffsetsOfAllThatItTookWhenItStops() {
        try (TestBroker broker = new TestBroker();
                ProviderDouble provider = new ProviderDouble();
                Installation worker = new Installation(broker.bootstrap(), "stop-", provider.url())) {
            worker.start().awaitReady();
            for (int i = 0; i < REFUNDS; i++) {
                request(worker, provider, "ch_" + i);
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Counts.sum(scrape(worker), "refunds_completed_total\\{[^}]*status=\"succeeded\"[^}]*}")
                            == REFUNDS);
            worker.stop();

            assertThat(worker.hasTakenAllRequests()).isTrue();
        }
    }
}
