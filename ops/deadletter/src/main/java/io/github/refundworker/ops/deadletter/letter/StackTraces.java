package io.github.refundworker.ops.deadletter.letter;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the line of a stack trace that is about the project's own code. People look for this line first. */
final class StackTraces {

    /** {@code at loader//module@version/package.Class.method(File.java:12)}; what stands before the class may be missing. */
    private static final Pattern FRAME =
            Pattern.compile("^\\s*at (?:[^/\\s(]*/){0,2}([\\w.$<>]+\\.[\\w$<>]+)\\(", Pattern.MULTILINE);

    private static final Pattern CAUSE = Pattern.compile("^Caused by: ", Pattern.MULTILINE);

    private static final List<String> PLATFORM = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "scala.",
            "org.apache.kafka.",
            "org.springframework.",
            "io.micrometer.",
            "tools.jackson.",
            "com.fasterxml.jackson.");

    private StackTraces() {}

    /**
     * Class and method in the innermost cause that has such a line. The line number is left out, because it changes
     * with every version.
     */
    static @Nullable String firstProjectFrame(@Nullable String stacktrace) {
        if (stacktrace == null) {
            return null;
        }
        for (String cause : List.of(CAUSE.split(stacktrace)).reversed()) {
            Matcher frame = FRAME.matcher(cause);
            while (frame.find()) {
                String method = frame.group(1);
                if (PLATFORM.stream().noneMatch(method::startsWith)) {
                    return method;
                }
            }
        }
        return null;
    }
}
