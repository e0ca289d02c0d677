package io.github.refundworker.ops.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.OneCharge;
import io.github.refundworker.provider.PaymentConformance;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.TestLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It is in this process and knows no charges, so it has no network to fail and nothing to refuse. */
class InProcessConformanceTest extends PaymentConformance<InProcessConformanceTest.Paying> {
    @TempDir
    private Path directory;

    @Override
    protected Paying standIn() {
        return new Paying(directory.resolve("ledger"));
    }

    static final class Paying implements Provider {
        final InProcessProvider provider;

        Paying(Path file) {
            provider = new InProcessProvider(file, Clock.fixed(CommandFixture.ISSUED, ZoneOffset.UTC), Duration.ZERO);
        }

        @Override
        public ChargeId newChargeId() {
            return new ChargeId(UUID.randomUUID().toString());
        }

        @Override
        public void capture(ChargeId chargeId, Money captured) {
            // Requests say what was captured.
        }

        @Override
        public ProviderClient client() {
            return provider;
        }

        @Override
        public TestLedger ledger() {
            TestLedger ledger = new TestLedger(() -> "unused");
            try (Stream<InProcessLedger.Entry> entries = provider.ledger().entries()) {
                entries.forEach(entry -> ledger.hold(
                        entry.id(), entry.chargeId(), entry.reference().toString(), entry.amount()));
            }
            return ledger;
        }

        @Override
        public void close() {
            // Its ledger is closed with the client.
        }
    }

    @Test
    void timeout() {
        provider.provider.setLatency(Duration.ofSeconds(1));
        OneCharge charge = charge().impatiently().request("r-1", "25.00");
        assertThat(charge.told).containsExactly("created 25.00 PENDING");

        provider.provider.setLatency(Duration.ZERO);
        charge.passes(Duration.ofHours(1));
        assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
        charge.agreesWith(provider.ledger());
    }
}
