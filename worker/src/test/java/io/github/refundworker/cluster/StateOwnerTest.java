package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateOwnerTest {

    @TempDir
    Path directory;

    @Test
    void shouldGiveADirectoryOneMarkForAllStarts() {
        String mark = mark("state", "worker-0");

        assertThat(mark).matches("[0-9a-f]{8}");
        assertThat(mark("state", "worker-0")).isEqualTo(mark);
        assertThat(mark("other", "worker-0")).isNotEqualTo(mark);
    }

    /** Kafka Streams would take two processes with one identity for one, and give its standbys to both. */
    @Test
    void shouldGiveACopyAMarkAndAnIdentityOfItsOwn() throws IOException {
        String mark = mark("state", "worker-0");
        Path identity = directory.resolve("state/refund-decide/kafka-streams-process-metadata");
        Files.createDirectories(identity.getParent());
        Files.writeString(identity, "{}");
        Files.writeString(identity.resolveSibling("stores"), "kept");

        String copied = mark("state", "worker-1");

        assertThat(copied).isNotEqualTo(mark);
        assertThat(mark("state", "worker-1")).isEqualTo(copied);
        assertThat(identity).doesNotExist();
        assertThat(identity.resolveSibling("stores")).exists();
    }

    @Test
    void shouldGoOnWithoutADirectoryAndWithADamagedFile() throws IOException {
        Path file = Files.writeString(directory.resolve("no-directory"), "");
        assertThat(StateOwner.mark(file, "worker-0", "refund-decide")).matches("[0-9a-f]{8}");

        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state").resolve(StateOwner.FILE), "");
        assertThat(mark("state", "worker-0")).isEqualTo(mark("state", "worker-0"));
    }

    private String mark(String state, String instanceId) {
        return StateOwner.mark(directory.resolve(state), instanceId, "refund-decide");
    }
}
