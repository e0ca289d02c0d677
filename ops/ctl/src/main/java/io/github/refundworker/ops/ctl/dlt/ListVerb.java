package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.dlt.Printed.LetterLine;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One line a letter. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists dead letters, one line each, by partition and offset of the dead-letter topic.")
final class ListVerb implements Callable<Integer> {

    private static final String ROW = "%-12s %-24s %-9s %-7s %-16s %-24s %-24s %s";

    @Mixin
    private Topic topic = new Topic();

    @Mixin
    private Filters filters = new Filters();

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        AtomicLong left = new AtomicLong(filters.limit());
        AtomicLong count = new AtomicLong();
        topic.desk(name).each(filters.selection(Set.of()), found -> {
            if (count.getAndIncrement() == 0 && !topic.json()) {
                Printer.line(ROW.formatted("LETTER", "AT", "STATE", "REPLAYS", "REASON", "KEY", "REQUEST", "ORIGIN"));
            }
            LetterLine letter = LetterLine.of(name, found);
            if (topic.json()) {
                Printer.json(letter);
            } else {
                Printer.line(row(letter));
            }
            return left.decrementAndGet() > 0;
        });
        if (count.get() == 0) {
            Printer.say("no such dead letters in " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        return ExitCodes.OK;
    }

    private static String row(LetterLine letter) {
        return ROW.formatted(
                        letter.id(),
                        letter.at(),
                        letter.state(),
                        letter.replays(),
                        letter.reason() == null ? orDash(letter.exception()) : letter.reason(),
                        letter.key(),
                        orDash(letter.requestId()),
                        orDash(letter.origin()))
                .stripTrailing();
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
