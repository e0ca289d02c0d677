package io.github.refundworker.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Example messages, right and wrong, to test readers and writers with. A type is named like its schema:
 * {@code refund-request}, {@code refund-created}, {@code charge-balance} …
 *
 * <p>Names of wrong requests say what becomes of them: {@code unreadable-…} are dead-lettered, because there is no id to
 * answer to; {@code rejected-<field>-…} are answered with a rejection.
 */
public final class Samples {

    private static final String ROOT = "samples/v1/";

    private Samples() {}

    /**
     * What is wrong with an invalid sample.
     *
     * @param code of the rejection that answers a request; absent for what is not answered
     * @param field the field at fault; absent where there is no single one
     * @param schema whether the JSON Schema sees it
     * @param why in words
     */
    public record Verdict(@Nullable String code, @Nullable String field, SchemaSays schema, String why) {}

    /** What a validator makes of an invalid sample. */
    public enum SchemaSays {
        /** Not JSON to a strict parser, so no schema is asked. */
        UNPARSABLE,
        /** The sample breaks the schema. */
        BREAKS,
        /** The sample breaks a rule that a schema cannot say. */
        PASSES
    }

    private record Line(boolean valid, String type, String name, Verdict verdict) {}

    /** The types that have samples. */
    public static Set<String> types() {
        Set<String> types = new TreeSet<>();
        index().forEach(line -> types.add(line.type));
        return types;
    }

    /** The UTF-8 bytes of each right message of a type, by name. */
    public static Map<String, byte[]> valid(String type) {
        return read(type, true);
    }

    /** The bytes of each wrong message of a type, by name. */
    public static Map<String, byte[]> invalid(String type) {
        return read(type, false);
    }

    /**
     * The UTF-8 bytes of one right message.
     *
     * @throws IllegalArgumentException if there is no such sample
     */
    public static byte[] valid(String type, String name) {
        return named(valid(type), type, name);
    }

    /**
     * The bytes of one wrong message.
     *
     * @throws IllegalArgumentException if there is no such sample
     */
    public static byte[] invalid(String type, String name) {
        return named(invalid(type), type, name);
    }

    /** What is wrong with each wrong message of a type, by name. */
    public static Map<String, Verdict> verdicts(String type) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Line line : index()) {
            if (!line.valid && line.type.equals(type)) {
                verdicts.put(line.name, line.verdict);
            }
        }
        return verdicts;
    }

    private static byte[] named(Map<String, byte[]> samples, String type, String name) {
        byte[] sample = samples.get(name);
        if (sample == null) {
            throw new IllegalArgumentException("no sample " + type + "/" + name);
        }
        return sample;
    }

    private static Map<String, byte[]> read(String type, boolean valid) {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        for (Line line : index()) {
            if (line.valid == valid && line.type.equals(type)) {
                String directory = valid ? "valid/" : "invalid/";
                samples.put(line.name, resource(directory + type + "/" + line.name + ".json"));
            }
        }
        return samples;
    }

    /** A list, because the entries of a jar cannot be listed from everywhere. */
    private static List<Line> index() {
        List<Line> lines = new ArrayList<>();
        String index = new String(resource("index.tsv"), StandardCharsets.UTF_8);
        index.lines().filter(line -> !line.startsWith("#")).forEach(line -> lines.add(parse(line)));
        return lines;
    }

    private static Line parse(String line) {
        String[] columns = line.split("\t", -1);
        String[] path = columns[0].split("/", -1);
        String name = path[2].substring(0, path[2].length() - ".json".length());
        SchemaSays schema = SchemaSays.valueOf(columns[3].toUpperCase(Locale.ROOT));
        Verdict verdict = new Verdict(unlessDash(columns[1]), unlessDash(columns[2]), schema, columns[4]);
        return new Line(path[0].equals("valid"), path[1], name, verdict);
    }

    private static @Nullable String unlessDash(String column) {
        return column.equals("-") ? null : column;
    }

    private static byte[] resource(String path) {
        try (InputStream stream = Objects.requireNonNull(Samples.class.getResourceAsStream(ROOT + path), path)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
