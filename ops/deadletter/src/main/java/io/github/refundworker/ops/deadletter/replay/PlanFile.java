package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A plan as a file: a header line, then one letter a line as {@code "PARTITION/OFFSET"}. People may read and keep
 * it. A plan without some of its lines is another plan.
 */
public final class PlanFile {

    private static final int VERSION = 1;

    private PlanFile() {}

    /** The first line. */
    record Head(
            int plan,
            String topic,
            String cluster,
            String topicId,
            String created,
            String selection,
            Set<LetterState> states,
            Map<Integer, Long> ends) {

        /** In one order, so that one plan has one digest. */
        Head {
            states = new TreeSet<>(states);
            ends = new TreeMap<>(ends);
        }
    }

    /**
     * Writes a plan into a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    public static void write(Plan plan, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(plan, writer);
        }
    }

    private static void write(Plan plan, Writer writer) throws IOException {
        writer.write(head(plan));
        writer.write('\n');
        for (LetterId letter : plan.letters()) {
            writer.write("\"" + letter + "\"\n");
        }
    }

    /** What the file of a plan holds. */
    public static String text(Plan plan) {
        StringWriter writer = new StringWriter();
        try {
            write(plan, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }

    /**
     * Reads what {@link #text} says.
     *
     * @param name of the plan, for people
     * @throws IllegalArgumentException if it is not a plan, or not of a version that this tool knows
     */
    public static Plan parse(String text, String name) {
        try {
            return read(new BufferedReader(new StringReader(text)), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException if it is not a plan, or not of a version that this tool knows
     */
    public static Plan read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return read(reader, file.toString());
        }
    }

    private static Plan read(BufferedReader reader, String file) throws IOException {
        Head head = head(file, reader.readLine());
        List<LetterId> letters = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isBlank()) {
                letters.add(letter(file, line.strip()));
            }
        }
        return plan(head, letters);
    }

    private static Head head(String file, @Nullable String line) {
        try {
            Head head = JsonHttp.MAPPER.readValue(line == null ? "" : line, Head.class);
            if (head.plan() == VERSION) {
                return head;
            }
        } catch (JacksonException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(file + " is no plan of this version of refundctl");
    }

    private static LetterId letter(String file, String line) {
        if (line.length() < 2 || !line.startsWith("\"") || !line.endsWith("\"")) {
            throw new IllegalArgumentException(file + " is no plan: it has the line " + line);
        }
        return LetterId.parse(line.substring(1, line.length() - 1));
    }

    /** A plan of these letters, in its order and with its id. */
    static Plan plan(
            DeadLetterTopic topic,
            String cluster,
            String topicId,
            String created,
            String selection,
            Set<LetterState> states,
            Map<Integer, Long> ends,
            List<LetterId> letters) {
        return plan(new Head(VERSION, topic.name(), cluster, topicId, created, selection, states, ends), letters);
    }

    private static Plan plan(Head head, List<LetterId> letters) {
        List<LetterId> ordered = letters.stream().sorted().distinct().toList();
        if (ordered.size() > Plan.MOST) {
            throw new IllegalArgumentException("a plan of more than " + Plan.MOST + " letters: plan them in parts");
        }
        return new Plan(
                digest(head, ordered),
                new DeadLetterTopic(head.topic()),
                head.cluster(),
                head.topicId(),
                head.created(),
                head.selection(),
                head.states(),
                head.ends(),
                ordered);
    }

    private static String head(Plan plan) {
        return JsonHttp.MAPPER.writeValueAsString(new Head(
                VERSION,
                plan.topic().name(),
                plan.cluster(),
                plan.topicId(),
                plan.created(),
                plan.selection(),
                plan.states(),
                plan.ends()));
    }

    private static String digest(Head head, List<LetterId> letters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(JsonHttp.MAPPER.writeValueAsBytes(head));
            for (LetterId letter : letters) {
                digest.update((byte) '\n');
                digest.update(letter.toString().getBytes(UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
