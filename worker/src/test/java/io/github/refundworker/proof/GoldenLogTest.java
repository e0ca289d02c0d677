package io.github.refundworker.proof;

import io.github.refundworker.Approved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded input logs and what was decided on them. The inputs are read from the files and decided again, so a version
 * that decides differently shows it as a diff that somebody has to approve ({@code -Dapprove=true}).
 * {@code -Dgolden.record=true} records new inputs; that is for when the simulation should show more than it did.
 */
class GoldenLogTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/github/refundworker/proof");

    /** Lives with many kinds of decisions in few inputs. */
    @ParameterizedTest
    @ValueSource(longs = {56, 62, 84, 88, 112})
    void shouldDecideAsRecorded(long seed) throws IOException {
        Path file = FOLDER.resolve("golden-log-" + seed + ".txt");
        GoldenLog log =
                Boolean.getBoolean("golden.record") ? GoldenLog.record(seed) : GoldenLog.of(Files.readString(file));
        Approved.verify(file, log.decided());
    }
}
