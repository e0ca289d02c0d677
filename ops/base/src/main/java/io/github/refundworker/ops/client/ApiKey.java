package io.github.refundworker.ops.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The API key of a local stack's worker, which the stack created at its first start. */
public final class ApiKey {

    public static final String HEADER = "X-Api-Key";

    /** Of a stack's directory: a file for each secret, named as the key that it sets. */
    public static final String SECRETS = "secrets";

    public static final String FILE = "refunds.api.key";

    private ApiKey() {}

    /**
     * @param stack the stack's directory
     * @throws IOException if there is none, as before the first start
     */
    public static String in(Path stack) throws IOException {
        return Files.readString(stack.resolve(SECRETS).resolve(FILE)).strip();
    }

    /** Of the stack that was started from this source tree; absent if there is none. */
    public static @Nullable String of(StackAddress stack) {
        String home = System.getProperty("refunds.home");
        if (home == null) {
            return null;
        }
        try {
            return in(stack.directory(Path.of(home)));
        } catch (IOException e) {
            return null;
        }
    }
}
