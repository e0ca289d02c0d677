package io.github.refundworker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.configuration.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The only key of a worker in the profile {@code local}, where no authorization server exists. */
final class LocalApiKey {
    static final String HEADER = "X-Api-Key";

    /**
     * The file in the state directory for a key that the worker created, so that a restarted worker has the same
     * key.
     */
    static final String FILE = "api-key";

    private static final int RANDOM_BYTES = 24;

    private final byte[] key;

    private LocalApiKey(String key) {
        this.key = key.getBytes(UTF_8);
    }

    static LocalApiKey of(@Nullable Secret configured, Path stateDirectory) {
        return new LocalApiKey(configured != null ? configured.value() : kept(stateDirectory));
    }

    private static String kept(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                byte[] random = new byte[RANDOM_BYTES];
                new SecureRandom().nextBytes(random);
                write(file, Base64.getUrlEncoder().encodeToString(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String key) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, key, StandardOpenOption.CREATE);
    }

    boolean isSame(String sent) {
        return MessageDigest.isEqual(key, sent.getBytes(UTF_8));
    }
}
