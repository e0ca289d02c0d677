package io.github.refundworker.ops.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.ProviderResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessProviderTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private InProcessProvider provider;
    private final Command.Settle settle = CommandFixture.settle();

    @BeforeEach
    void open() {
        provider = new InProcessProvider(
                directory.resolve("state/ledger"), Clock.fixed(CommandFixture.ISSUED, ZoneOffset.UTC), Duration.ZERO);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void paysOncePerReference() {
        ProviderResponse first = provider.settle(settle, TIMEOUT);
        ProviderResponse again = provider.settle(settle, TIMEOUT);
        assertThat(first).isInstanceOfSatisfying(ProviderResponse.Found.class, found -> {
            assertThat(found.refund().status()).isEqualTo(ProviderStatus.SUCCEEDED);
            assertThat(found.refund().reference()).isEqualTo(settle.refundId());
            assertThat(found.refund().amount()).isEqualTo(settle.amount());
        });
        assertThat(again).isEqualTo(first);
        assertThat(provider.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.chargeId()).isEqualTo(settle.chargeId());
            assertThat(entry.created()).isEqualTo(CommandFixture.ISSUED);
        });
        assertThat(provider.stats()).isEqualTo(new InProcessProvider.Stats(2, 0, 1, 1, 1, 0));
    }

    @Test
    void doesNotPayAnotherAmountUnderAUsedReference() {
        provider.settle(settle, TIMEOUT);
        Command.Settle other = CommandFixture.settle(new ChargeId("ch_1"), Money.of("26.00", "USD"));
        assertThat(other.refundId()).isEqualTo(settle.refundId());
        assertThat(provider.settle(other, TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void findsWhatItPaidAndNothingElse() {
        assertThat(provider.lookUp(settle.chargeId(), settle.refundId(), null, TIMEOUT))
                .isEqualTo(new ProviderResponse.NotFound());
        ProviderResponse paid = provider.settle(settle, TIMEOUT);
        assertThat(provider.lookUp(settle.chargeId(), settle.refundId(), "any", TIMEOUT))
                .isEqualTo(paid);
    }

    @Test
    void hasPaidAlthoughNobodyWaitedForTheAnswer() {
        provider.setLatency(Duration.ofHours(1));
        assertThat(provider.settle(settle, Duration.ofMillis(1))).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(provider.ledger().size()).isOne();
    }

    @Test
    void remembersOverADeathInTheMiddleOfALine() throws IOException {
        ProviderResponse paid = provider.settle(settle, TIMEOUT);
        provider.close();
        Path file = directory.resolve("state/ledger");
        Files.writeString(file, Files.readString(file) + "0c2f-cut-off");

        open();
        assertThat(provider.settle(settle, TIMEOUT)).isEqualTo(paid);
        Command.Settle other = CommandFixture.settle(new ChargeId("ch_2"), Money.of("1.00", "USD"));
        ProviderResponse otherPaid = provider.settle(other, TIMEOUT);

        close();
        open();
        assertThat(provider.lookUp(settle.chargeId(), settle.refundId(), null, TIMEOUT))
                .isEqualTo(paid);
        assertThat(provider.lookUp(other.chargeId(), other.refundId(), null, TIMEOUT))
                .isEqualTo(otherPaid);
        try (Stream<InProcessLedger.Entry> entries = provider.ledger().entries()) {
            assertThat(entries.map(InProcessLedger.Entry::reference))
                    .containsExactly(settle.refundId(), other.refundId());
        }
    }

    @Test
    void countsCallsThatAreBeingMade() throws InterruptedException {
        provider.setLatency(Duration.ofHours(1));
        Thread call = Thread.startVirtualThread(() -> provider.settle(settle, Duration.ofHours(2)));
        await().untilAsserted(() -> assertThat(provider.stats().inFlight()).isOne());
        call.interrupt();
        call.join();
        assertThat(provider.stats().inFlight()).isZero();
        assertThat(provider.stats().maxInFlight()).isOne();
    }
}
