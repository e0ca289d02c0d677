package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.dlt.Printed.LetterLine;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.desk.Found;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.Masking;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Everything of one letter. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows one dead letter: where it came from, why it died, its headers. Its value is masked, and so are"
                        + " headers that are not known, as both may hold anything.")
final class ShowVerb implements Callable<Integer> {

    private static final int TRACE_LINES = 20;

    @Parameters(
            paramLabel = "LETTER",
            converter = Letter.class,
            description = "PARTITION/OFFSET in the dead-letter topic, as list prints it.")
    private @Nullable LetterId id;

    @Option(names = "--raw", description = "Print the value alone, byte for byte.")
    private boolean raw;

    @Mixin
    private Topic topic = new Topic();

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        Found found = topic.desk(name).find(Objects.requireNonNull(id));
        if (found == null) {
            Printer.say("no dead letter " + id + " in " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        byte[] value = found.letter().value();
        if (raw) {
            Printer.raw(value == null ? new byte[0] : value);
        } else if (topic.json()) {
            Printer.json(LetterLine.of(name, found));
        } else {
            print(LetterLine.of(name, found), found.letter());
        }
        return ExitCodes.OK;
    }

    /** Where a letter stands. */
    static final class Letter implements ITypeConverter<LetterId> {
        @Override
        public LetterId convert(String text) {
            try {
                return LetterId.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static void print(LetterLine line, DeadLetter letter) {
        row("letter", line.topic() + " " + line.id() + ", since " + line.at());
        row("state", line.state() + (line.job() == null ? "" : " by job " + line.job()));
        row("reason", line.reason());
        row("exception", line.exception());
        row("message", line.message());
        row("where", line.where());
        row("came from", line.origin() + (line.originAt() == null ? "" : ", written " + line.originAt()));
        row("died on", line.diedOn() + ", death " + line.deaths() + " that its headers tell of");
        row("replays", line.replays() + (line.replayedBy() == null ? "" : ", the last by " + line.replayedBy()));
        row("key", line.key());
        row("request", line.requestId());
        row("charge", line.chargeId());
        row("value", line.value());
        if (!line.whole()) {
            row("", "not whole: it did not fit into the topic");
        }
        Printer.line("headers");
        for (Header header : letter.headers()) {
            row("  " + Masking.text(header.key()), Masking.header(header.key(), header.value()));
        }
        String trace = letter.failure().stacktrace();
        if (trace != null) {
            Printer.line("stack trace");
            trace.lines().limit(TRACE_LINES).forEach(frame -> Printer.line("  " + Masking.text(frame)));
        }
    }

    private static void row(String name, @Nullable String text) {
        Printer.line("%-11s %s".formatted(name, text == null ? "-" : text));
    }
}
