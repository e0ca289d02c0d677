package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.dlt.Printed.GroupLine;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Screen;
import io.github.refundworker.ops.terminal.Screen.Tone;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** By cause. */
@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        description = "Groups dead letters by cause: where they died, the reason, the exception, and the first line of"
                + " the project's own code in its stack trace. One of each is shown, masked.")
final class GroupsVerb implements Callable<Integer> {

    @Mixin
    private Topic topic = new Topic();

    @Mixin
    private Filters filters = new Filters();

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        List<GroupLine> groups = topic.desk(name).groups(filters.selection(Set.of())).stream()
                .limit(filters.limit())
                .map(group -> GroupLine.of(name, group))
                .toList();
        if (groups.isEmpty()) {
            Printer.say("no dead letters in " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        Screen screen = Screen.on(System.out);
        if (topic.json()) {
            groups.forEach(Printer::json);
        } else {
            groups.forEach(group -> print(screen, group));
        }
        if (!name.isReplayable()) {
            Printer.say("these are not replayed; have the charge read again: refundctl charge refresh");
        }
        return ExitCodes.OK;
    }

    private static void print(Screen screen, GroupLine group) {
        screen.line(
                Tone.TITLE,
                "%s  %s".formatted(group.reason() == null ? "(no reason)" : group.reason(), orNone(group.where())));
        screen.line("  %d letters: %d open, %d replayed, %d parked, %d discarded; %d of them died again"
                .formatted(
                        group.count(),
                        group.states().get("open"),
                        group.states().get("replayed"),
                        group.states().get("parked"),
                        group.states().get("discarded"),
                        group.diedAgain()));
        screen.line("  from %s to %s, on %s".formatted(group.firstSeen(), group.lastSeen(), orNone(group.diedOn())));
        screen.line("  exception  " + orNone(group.exception()));
        screen.line("  message    " + group.sample().message());
        screen.line(
                "  sample     " + group.sample().id() + " key " + group.sample().key());
        screen.line(Tone.DIM, "             " + group.sample().value());
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "(unknown)" : text;
    }
}
