package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

    private static List<Finding> advice(ConfigEntry... broker) {
        List<Finding> findings = new ArrayList<>();
        ClusterCheck.adviseOnMarkers(new Config(List.of(broker)), findings);
        return findings;
    }

    @Test
    void shouldAdviseAShorterRetryWhereATransactionWaitsForTheMarkersOfTheLast() {
        assertThat(advice(new ConfigEntry("add.partitions.to.txn.retry.backoff.ms", "20")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.ADVICE);
                    assertThat(finding.text()).contains("add.partitions.to.txn.retry.backoff.ms=2; it is 20");
                });
    }

    @Test
    void shouldSayNothingWhereItIsShortOrUnknownToTheBroker() {
        assertThat(advice(new ConfigEntry("add.partitions.to.txn.retry.backoff.ms", "2")))
                .isEmpty();
        assertThat(advice()).isEmpty();
    }
}
