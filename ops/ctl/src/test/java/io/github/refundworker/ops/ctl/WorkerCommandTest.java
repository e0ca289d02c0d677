package io.github.refundworker.ops.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WorkerCommandTest {

    private static List<String> configured(String... arguments) {
        WorkerCommand.Doctor doctor = new WorkerCommand.Doctor();
        new CommandLine(doctor).parseArgs(arguments);
        try {
            return doctor.configuration();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldAskTheStandardStack() {
        assertThat(configured())
                .contains(
                        "--spring.kafka.bootstrap-servers=127.0.0.1:9092",
                        "--refunds.accounts.simulator.url=http://127.0.0.1:8090");
    }

    @Test
    void shouldFindTheSimulatorOfAStackByItsBroker() {
        assertThat(configured("--bootstrap", "127.0.0.1:33000"))
                .contains(
                        "--spring.kafka.bootstrap-servers=127.0.0.1:33000",
                        "--refunds.accounts.simulator.url=http://127.0.0.1:33002");
    }

    @Test
    void shouldMeanTheStackOfAPortBaseWhateverElseIsSet() {
        assertThat(configured("--port-base", "28000", "refunds.topics.prefix=acme-"))
                .contains(
                        "--refunds.topics.prefix=acme-",
                        "--spring.kafka.bootstrap-servers=127.0.0.1:28000",
                        "--refunds.accounts.simulator.url=http://127.0.0.1:28002");
    }

    @Test
    void shouldPutNothingBesideAConfiguration() {
        assertThat(configured("--bootstrap", "broker:9092", "refunds.namespace=production"))
                .containsExactly("--refunds.namespace=production", "--spring.kafka.bootstrap-servers=broker:9092");
    }

    @Test
    void shouldRefuseWhatIsNoAddressOfALocalStack() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> configured("--bootstrap", "broker"))
                .withMessageContaining("--bootstrap");
    }
}
