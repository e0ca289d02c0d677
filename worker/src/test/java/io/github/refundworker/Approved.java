package io.github.refundworker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that people read and approve: a test writes what it found, and a difference is for a person to judge. Run with
 * {@code -Dapprove=true} to take the new text over.
 */
public final class Approved {
    private Approved() {}

    /** @param file below {@code src/test/resources} */
    public static void verify(String file, String actual) {
        verify(Path.of("src/test/resources").resolve(file), actual);
    }

    /** @param file below {@code docs}: a page that is made from the code */
    public static void verifyDocument(String file, String actual) {
        verify(Path.of("docs").resolve(file), actual);
    }

    /** @param path from the module on */
    public static void verify(Path path, String actual) {
        try {
            if (Boolean.getBoolean("approve")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertThat(actual)
                    .as("%s differs; if that is meant, run with -Dapprove=true and read the diff", path)
                    .isEqualTo(Files.exists(path) ? Files.readString(path) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
