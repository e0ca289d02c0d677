package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Found;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.terminal.OutputException;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Raw letters, into a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes dead letters into a new file as they are, a JSON object a line, bytes in base64. Nothing is"
                        + " masked: only its owner can read the file.")
final class ExportVerb implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file; it must not be there yet.")
    private Path out = Path.of("");

    @Mixin
    private Topic topic = new Topic();

    @Mixin
    private Filters filters = new Filters();

    /** One line of the file. */
    record Exported(
            String topic,
            int partition,
            long offset,
            long timestamp,
            LetterState state,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<Named> headers) {

        record Named(String name, byte @Nullable [] value) {}

        static Exported of(DeadLetterTopic topic, Found found) {
            DeadLetter letter = found.letter();
            List<Named> headers = new ArrayList<>();
            for (Header header : letter.headers()) {
                headers.add(new Named(header.key(), header.value()));
            }
            return new Exported(
                    topic.name(),
                    letter.id().partition(),
                    letter.id().offset(),
                    letter.at().toEpochMilli(),
                    found.state(),
                    letter.key(),
                    letter.value(),
                    headers);
        }
    }

    /** What {@code --json} prints. */
    record Done(String file, long letters) {}

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        AtomicLong count = new AtomicLong();
        DeadLetterDesk desk = topic.desk(name);
        Files.createFile(out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean whole = false;
        try (Writer writer = Files.newBufferedWriter(out, StandardOpenOption.WRITE)) {
            desk.each(filters.selection(Set.of()), found -> {
                try {
                    writer.write(JsonHttp.MAPPER.writeValueAsString(Exported.of(name, found)));
                    writer.write('\n');
                } catch (IOException e) {
                    throw OutputException.ofFile(out, e);
                }
                return count.incrementAndGet() < filters.limit();
            });
            whole = true;
        } catch (IOException e) {
            throw OutputException.ofFile(out, e);
        } finally {
            // A part of the letters would look like all of them.
            if (!whole) {
                Files.deleteIfExists(out);
            }
        }
        if (count.get() == 0) {
            Files.delete(out);
            Printer.say("no such dead letters in " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        if (topic.json()) {
            Printer.json(new Done(out.toString(), count.get()));
        } else {
            Printer.line(count.get() + " letters in " + out);
        }
        return ExitCodes.OK;
    }
}
