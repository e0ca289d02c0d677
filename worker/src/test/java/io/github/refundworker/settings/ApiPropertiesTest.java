package io.github.refundworker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiPropertiesTest {
    private static ApiProperties api(String... peerHosts) {
        return new ApiProperties(null, "decide.internal:8080", List.of(peerHosts), null, Duration.ofSeconds(20));
    }

    /** Every client that may join the group of the decide step can announce an address. */
    @Test
    void shouldPassCredentialsOnToNobodyWhoIsNotAllowed() {
        ApiProperties api = api("*.workers.local", "worker-a");

        for (String address :
                List.of("w-0.workers.local:8080", "W-0.Workers.LOCAL:1", "worker-a:8080", "decide.internal:8080")) {
            assertThat(api.isPeer(address)).as(address).isTrue();
        }
        for (String address : List.of(
                "evil.example:8080",
                "workers.local:8080",
                "evilworkers.local:8080",
                "w-0.workers.local.evil.example:8080",
                "evil.example:80@w-0.workers.local:8080/",
                "evil.example/?w-0.workers.local:8080",
                "decide.internal:8081",
                "worker-a.evil.example:8080",
                "w-0.workers.local",
                "")) {
            assertThat(api.isPeer(address)).as(address).isFalse();
        }
    }

    @Test
    void shouldAllowAllWhereNothingIsSaid() {
        assertThat(api().isPeer("anywhere:1")).isTrue();
    }

    @Test
    void shouldTakeNamesOnly() {
        assertThatThrownBy(() -> api("*")).hasMessageContaining("refunds.api.peer-hosts");
        assertThatThrownBy(() -> api("a.*.b")).hasMessageContaining("refunds.api.peer-hosts");
        assertThatThrownBy(() -> api("https://a")).hasMessageContaining("refunds.api.peer-hosts");
    }
}
