package io.github.refundworker.ops.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the worker of a local stack lets in: the key that it made at its first start and keeps beside its state. */
public final class ApiKey {

    public static final String HEADER = "X-Api-Key";

    private static final String FILE = "api-key";

    private ApiKey() {}

    /**
     * @param state the worker's state directory
     * @throws IOException if there is none, as before the first start
     */
    public static String in(Path state) throws IOException {
        return Files.readString(state.resolve(FILE)).strip();
    }

    /** Of the stack that was started from this source tree; absent if there is none. */
    public static @Nullable String of(StackAddress stack) {
        String home = System.getProperty("refunds.home");
        if (home == null) {
            return null;
        }
        try {
            return in(stack.directory(Path.of(home)).resolve("worker"));
        } catch (IOException e) {
            return null;
        }
    }
}
