package io.github.refundworker.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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

    @Test
    void shouldTakeChargeIdsOfVisibleAsciiOnly() {
        assertThat(List.of("!", "~", "ch_1", "x".repeat(100))).allMatch(ChargeId::isValid);
        assertThat(List.of("", " ", "a b", "\u007f", "\u00e9", "x".repeat(101))).noneMatch(ChargeId::isValid);
        assertThatIllegalArgumentException().isThrownBy(() -> new ChargeId("a b"));
        assertThat(new ChargeId("ch_1")).hasToString("ch_1");
    }

    @Test
    void shouldTakeRequestIdsOfAHundredCharactersHoweverLongTheyAre() {
        assertThat(List.of("r 1", "\u00e9", "x".repeat(100), "\ud83d\ude00".repeat(100)))
                .allMatch(RequestId::isValid);
        assertThat(List.of("", " ", "a\nb", "\u007f", "x".repeat(101))).noneMatch(RequestId::isValid);
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestId("a\nb"));
        assertThat(new RequestId("r 1")).hasToString("r 1");
    }

    @Test
    void shouldTakeCurrenciesOfThreeCapitalLetters() {
        assertThat(List.of("USD", "AAA", "ZZZ")).allMatch(CurrencyCode::isValid);
        assertThat(List.of("US", "USDT", "usd", "US@", "US[", "US1")).noneMatch(CurrencyCode::isValid);
        assertThatIllegalArgumentException().isThrownBy(() -> new CurrencyCode("usd"));
        assertThat(Money.of("25.00", "USD")).hasToString("25.00 USD");
    }

    @Test
    void shouldFindARequestsMarkByItsIdAlone() {
        RequestId requestId = new RequestId("23");
        InvalidRequest request = new InvalidRequest(requestId, new ChargeId("ch_1"), "amount", "is missing");
        Source source = new Source("refund-requests", 0, 1, Instant.EPOCH);
        assertThat(RequestMark.of(request, source).id())
                .isEqualTo(RequestMark.idOf(requestId))
                .isNotEqualTo(RequestMark.idOf(new RequestId("24")));
    }
}
