package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.cluster.Requests.Asked;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private final Requests requests = new Requests();

    @Test
    void shouldCountOnlyRefundsThatWereAskedForAfterTheFault() {
        request("before", 90, 150, 0);
        request("after", 110, 170, 0);

        assertThat(Recovery.firstAfter(requests.journeys(), 100)).hasValue(170);
    }

    @Test
    void shouldHaveRecoveredWhenTheLastPartitionHas() {
        request("a", 110, 170, 0);
        request("b", 120, 130, 0);
        request("c", 130, 400, 1);
        request("d", 140, 410, 1);

        assertThat(Recovery.onAllAfter(requests.journeys(), 100, 2)).hasValue(400);
    }

    @Test
    void shouldNotHaveRecoveredWhileAPartitionStandsStill() {
        request("a", 110, 170, 0);
        request("b", 90, 170, 1);

        assertThat(Recovery.onAllAfter(requests.journeys(), 100, 2)).isEmpty();
    }

    @Test
    void shouldSayHowLongTheOldestRequestWaits() {
        Asked open = asked("open");
        requests.handed(open, 10);
        assertThat(requests.oldestOpen(100))
                .as("nobody knows whether the brokers have it")
                .isZero();
        requests.acknowledged("open", 30);
        assertThat(requests.oldestOpen(100)).isEqualTo(70);
        requests.ended("open", 0, 90);
        assertThat(requests.oldestOpen(100)).isZero();
    }

    @Test
    void shouldKeepTheFirstOfTwoAnswersAndCountCopies() {
        requests.handed(asked("twice"), 10);
        requests.handed(asked("twice"), 20);
        requests.ended("twice", 3, 40);
        requests.ended("twice", 3, 60);

        assertThat(requests.journeys()).singleElement().satisfies(journey -> {
            assertThat(journey.handed()).isEqualTo(10);
            assertThat(journey.copies()).isEqualTo(2);
            assertThat(journey.ended()).isEqualTo(40);
        });
    }

    @Test
    void shouldShowTheWorstOfSeveralActsPartByPart() {
        assertThat(new Recovery(1, 9, 3, 4, 1L, 5).worst(new Recovery(2, 2, 8, 2, 7L, 6)))
                .isEqualTo(new Recovery(2, 9, 8, 4, 7L, 6));
    }

    @Test
    void shouldSayNeverReadyWhereItWasNotNoticedOnce() {
        Recovery noticed = new Recovery(1, 1, 1, 1, 3L, 4);
        Recovery unnoticed = new Recovery(1, 1, 1, 1, null, 0);

        assertThat(noticed.worst(unnoticed).unready()).isNull();
    }

    @Test
    void shouldHaveCaughtUpWithTheLastRefundThatHadWaited() {
        long second = 1_000_000_000;
        request("quick", 100 * second, 101 * second, 0);
        request("before", 80 * second, 99 * second, 0);
        request("waited", 100 * second, 110 * second, 1);
        request("later", 112 * second, 113 * second, 1);

        assertThat(Recovery.caughtUpAfter(requests.journeys(), 100 * second)).hasValue(110 * second);
        assertThat(Recovery.caughtUpAfter(requests.journeys(), 111 * second)).isEmpty();
    }

    private static Asked asked(String id) {
        return new Asked(id, "ch", BigDecimal.ONE);
    }

    private void request(String id, long handed, long ended, int partition) {
        requests.handed(asked(id), handed);
        requests.acknowledged(id, handed);
        requests.ended(id, partition, ended);
    }
}
