package io.github.refundworker.ops.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackAddressTest {

    @Test
    void shouldFindTheStandardPortsByTheStandardBroker() {
        assertThat(StackAddress.ofBroker("127.0.0.1:9092")).isEqualTo(StackAddress.standard());
    }

    @Test
    void shouldCountUpFromAnyOtherBroker() {
        assertThat(StackAddress.ofBroker("localhost:19092"))
                .isEqualTo(new StackAddress("localhost", 19092, 19093, 19094, 19095, 19096, 19097));
        assertThat(StackAddress.ofBroker("a:2000, b:3000").bootstrap()).isEqualTo("a:2000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "localhost:", ":9092", "localhost:kafka", "localhost:0", "localhost:65533"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> StackAddress.ofBroker(text));
    }
}
