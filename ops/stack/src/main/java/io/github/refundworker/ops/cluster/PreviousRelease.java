package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds a worker of another commit, and builds it if nobody has. */
public final class PreviousRelease {

    private PreviousRelease() {}

    /**
     * @param from a source tree whose worker is built; or a tag or a commit, which is built in a work tree of its own
     * @param told hears what takes long
     * @throws StackException if there is no such commit, or its worker cannot be built
     */
    public static Installation of(String from, Installation here, Consumer<String> told)
            throws IOException, InterruptedException {
        Installation given = at(Path.of(from), here);
        if (given.isBuilt()) {
            return given;
        }
        String commit = run(
                        here.root(),
                        List.of("git", "rev-parse", "--verify", "--quiet", "--short=12", from + "^{commit}"))
                .strip();
        Path tree = here.root().resolve(".local").resolve("releases").resolve(commit);
        if (!Files.exists(tree)) {
            run(here.root(), List.of("git", "worktree", "prune"));
            run(here.root(), List.of("git", "worktree", "add", "--detach", tree.toString(), commit));
        }
        Installation built = at(tree, here);
        if (!built.isBuilt()) {
            told.accept("building the worker of " + from + " in " + tree);
            run(
                    tree,
                    List.of(
                            "./mvnw",
                            "-B",
                            "-q",
                            "-pl",
                            "worker",
                            "-am",
                            "-Dmaven.test.skip=true",
                            "-Dspotless.check.skip=true",
                            "-Dcyclonedx.skip=true",
                            "package"));
        }
        return built;
    }

    private static Installation at(Path root, Installation here) {
        return new Installation(root, here.java(), here.toolsClassPath(), here.tether());
    }

    private static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new StackException(String.join(" ", command) + " failed: " + said.strip());
        }
        return said;
    }
}
