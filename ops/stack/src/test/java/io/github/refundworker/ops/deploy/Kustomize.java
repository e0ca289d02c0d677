package io.github.refundworker.ops.deploy;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kubectl kustomize}, which needs no cluster. Tests that need it are skipped without it, and say so. */
final class Kustomize {
    /** The first one that can add labels to the selectors that are named, and to no others. */
    private static final int OLDEST = 5;

    private static final Pattern VERSION = Pattern.compile("\"kustomizeVersion\":\\s*\"v?([0-9]+)\\.");

    private Kustomize() {}

    static void require() {
        String version;
        try {
            version = kubectl("version", "--client", "-o", "json");
        } catch (IOException | IllegalStateException e) {
            skip("kubectl cannot be run");
            return;
        }
        Matcher major = VERSION.matcher(version);
        if (!major.find() || Integer.parseInt(major.group(1)) < OLDEST) {
            skip("kubectl's Kustomize is older than " + OLDEST);
        }
    }

    static String render(Path directory) {
        try {
            return kubectl("kustomize", directory.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kubectl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    private static void skip(String why) {
        String reason = "skipped: " + why;
        System.out.println("Kustomize " + reason);
        abort(reason);
    }
}
