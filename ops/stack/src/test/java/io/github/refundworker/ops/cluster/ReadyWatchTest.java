package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ReadyWatchTest {

    private final ReadyWatch watch = new ReadyWatch(0, worker -> URI.create("http://127.0.0.1"));

    @Test
    void shouldTellWhenAFaultWasNoticedAndWhenItWasOver() {
        watch.saw(10, true);
        watch.saw(20, true);
        watch.saw(30, false);
        watch.saw(40, true);
        watch.saw(50, false);
        watch.saw(60, true);
        watch.saw(70, true);

        assertThat(watch.isReady()).isTrue();
        assertThat(watch.firstUnready(25)).hasValue(30);
        assertThat(watch.firstUnready(35)).hasValue(50);
        assertThat(watch.lastReady(25)).hasValue(60);
        assertThat(watch.firstUnready(55)).as("nobody noticed").isEmpty();
    }
}
