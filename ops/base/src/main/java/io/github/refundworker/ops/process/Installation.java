package io.github.refundworker.ops.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The paths of the stack's programs on this machine.
 *
 * @param root the top of the source tree
 * @param java the Java launcher that runs this process
 * @param toolsClassPath the class path of this process, from which broker and simulator run too
 * @param tether its entry that holds {@link Tether}, for the worker, which brings its own libraries
 */
public record Installation(Path root, Path java, String toolsClassPath, Path tether) {

    /** Spring Boot's launcher that takes settings. */
    private static final String LOADER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    public static Installation here() {
        return new Installation(
                findRoot(),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                placeOf(Tether.class));
    }

    /** The jar of a class or, before it is packaged, the directory of the classes. */
    public static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path findRoot() {
        String home = System.getProperty("refunds.home");
        if (home != null) {
            return Path.of(home);
        }
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("mvnw")) && Files.isDirectory(path.resolve("ops"))) {
                return path;
            }
        }
        throw new StackException(
                "not inside a Refund Worker source tree: " + Path.of("").toAbsolutePath());
    }

    /** The worker's runnable jar, the newest if there are several. */
    public Path workerJar() {
        return runnable("worker/target", "the worker");
    }

    private Path runnable(String directory, String what) {
        Path target = root.resolve(directory);
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(file -> file.getFileName().toString().endsWith("-app.jar"))
                        .max(Comparator.comparing(Installation::modified))
                        .orElseThrow(() -> notBuilt(what));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw notBuilt(what);
    }

    /** Whether there is a worker to run. */
    public boolean isBuilt() {
        return isThere(this::workerJar);
    }

    /** Whether there is a console to run. */
    public boolean hasConsole() {
        return isThere(this::consoleJar);
    }

    private Path consoleJar() {
        return runnable("ops/console/target", "the console");
    }

    private static boolean isThere(Supplier<Path> jar) {
        try {
            return Files.exists(jar.get());
        } catch (StackException e) {
            return false;
        }
    }

    private static StackException notBuilt(String what) {
        return new StackException(what + " is not built: run ./mvnw -DskipTests package");
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    /** A command that runs a class of the tools on a tether. */
    public List<String> tool(List<String> jvmOptions, String main, List<String> arguments) {
        return tethered(jvmOptions, toolsClassPath, main, arguments);
    }

    /** A command that runs the worker on a tether, as {@code java -jar} would run it. */
    public List<String> worker(List<String> jvmOptions, List<String> arguments) {
        String classPath = tether + System.getProperty("path.separator") + workerJar();
        return tethered(jvmOptions, classPath, "org.springframework.boot.loader.launch.JarLauncher", arguments);
    }

    /**
     * A command that runs the worker on a tether, with one more entry on the class path of its own libraries.
     *
     * @param beside a jar or a directory of classes
     */
    public List<String> worker(Path beside, List<String> jvmOptions, List<String> arguments) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dloader.path=" + beside);
        return tethered(options, tether + System.getProperty("path.separator") + workerJar(), LOADER, arguments);
    }

    /**
     * A command that runs the console on a tether. The console has the tether among its libraries. From a class path
     * beside them, its neighbours would be loaded first and would not see the other libraries.
     */
    public List<String> console(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(jvmOptions);
        command.add("-Dloader.main=" + Tether.class.getName());
        command.add("-cp");
        command.add(consoleJar().toString());
        command.add(LOADER);
        command.add("io.github.refundworker.ops.console.ConsoleApplication");
        command.addAll(arguments);
        return command;
    }

    private List<String> tethered(List<String> jvmOptions, String classPath, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(Tether.class.getName());
        command.add(main);
        command.addAll(arguments);
        return command;
    }
}
