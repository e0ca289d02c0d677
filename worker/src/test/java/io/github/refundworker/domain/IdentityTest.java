package io.github.refundworker.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class IdentityTest {
    @Test
    void shouldNameTheSameRefundAlike() {
        RefundId id = RefundId.of("prod", new ChargeId("ch_1"), new RequestId("23"));
        assertThat(id).isEqualTo(RefundId.of("prod", new ChargeId("ch_1"), new RequestId("23")));
        assertThat(id.value().version()).isEqualTo(8);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(RefundId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void shouldStayTheSameAcrossVersions() {
        assertThat(RefundId.of("prod", new ChargeId("ch_1"), new RequestId("23")))
                .hasToString("b4175fa1-d096-8443-b264-a83c179eab2a");
    }

    @Test
    void shouldNotLetNamesRunTogether() {
        assertThat(RefundId.of("prod", new ChargeId("ch_1"), new RequestId("23")))
                .isNotEqualTo(RefundId.of("prod", new ChargeId("ch_12"), new RequestId("3")))
                .isNotEqualTo(RefundId.of("staging", new ChargeId("ch_1"), new RequestId("23")));
    }

    @Test
    void shouldHashAsKafkaDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(PartitionHash.murmur2(bytes)).isEqualTo(Utils.murmur2(bytes));
        }
    }

    @Test
    void shouldLeadFromAnIdToThePartitionOfItsCharge() {
        for (int i = 0; i < 1_000; i++) {
            ChargeId charge = new ChargeId("ch_" + i);
            int partition = Utils.toPositive(Utils.murmur2(charge.value().getBytes(StandardCharsets.UTF_8))) % 12;
            assertThat(PartitionHash.partition(charge, 12)).isEqualTo(partition);
            assertThat(PartitionHash.partition(RefundId.of("n", charge, new RequestId("r" + i)), 12))
                    .isEqualTo(partition);
            assertThat(PartitionHash.partition(RefundId.imported(charge, new AccountName("a"), "p" + i), 12))
                    .isEqualTo(partition);
        }
    }
}
