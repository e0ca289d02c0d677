package io.github.refundworker.ops.ctl;

import static io.github.refundworker.ops.ctl.options.ExitCodes.NOTHING_MATCHED;
import static io.github.refundworker.ops.ctl.options.ExitCodes.OK;
import static io.github.refundworker.ops.ctl.options.ExitCodes.REFUSED;
import static io.github.refundworker.ops.ctl.options.ExitCodes.UNREACHABLE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * How each verb is tried. {@code PREFIX}, {@code BROKER}, {@code SIMULATOR}, {@code REFUND}, {@code PLAN} and {@code NEW},
 * a file that is not there, stand for what {@link VerbStack} has.
 */
final class VerbTable {

    private static final String AT = " --prefix PREFIX --bootstrap BROKER";
    private static final String TOPIC = " --confirm PREFIXrefund-requests-dlt --why grüße" + AT;
    private static final String NOWHERE = " --bootstrap 127.0.0.1:1";

    /** By verb: a line that is answered soon, and the exit code that is documented for it. */
    private static final List<Row> ROWS = List.of(
            new Row("request", "--charge ch_1 --all --request-id größe-1 --reason grüße" + AT, OK, true),
            new Row("watch", "--from-beginning --limit 1" + AT, OK, true),
            new Row("charge create", "--amount 10.00 --currency USD --simulator SIMULATOR", OK, true),
            new Row("charge show", "ch_1 --simulator SIMULATOR", OK, true),
            new Row("charge dispute", "ch_1 --amount 3.00 --simulator SIMULATOR", OK, true),
            new Row("charge refresh", VerbStack.READ_AGAIN + " --why grüße" + AT, OK, true),
            new Row("charge correct", "ch_1 --amount 10.00 --currency USD --why grüße -n" + AT, OK, false),
            new Row("intake step-over", "--partition 0 --offset 0 --why grüße -n" + AT, REFUSED, false),
            new Row("review list", AT, OK, true),
            new Row("review show", "REFUND" + AT, OK, true),
            new Row("review resolve", "REFUND --look-up --revision 2 --why grüße -n" + AT, OK, false),
            new Row("drill load", "--count 1" + NOWHERE, UNREACHABLE, false),
            new Row("drill latency", "--count 1" + NOWHERE, UNREACHABLE, false),
            new Row("drill query", NOWHERE, UNREACHABLE, false),
            new Row("drill replay", NOWHERE, UNREACHABLE, false),
            new Row("drill letters", "--count 1" + NOWHERE, UNREACHABLE, false),
            new Row("drill cluster", "--acts 3 --seed 1 -n", OK, true),
            new Row("drill upgrade", "--from v0.1.0 -n", OK, true),
            new Row("drill disaster", "--requests 400 -n", OK, true),
            new Row("dlt groups", AT, OK, true),
            new Row("dlt list", AT, OK, true),
            new Row("dlt show", "LETTER" + AT, OK, true),
            new Row("dlt export", "--out NEW" + AT, OK, true),
            new Row("dlt plan", "--out NEW" + AT, OK, true),
            new Row("dlt replay", "PLAN -n" + AT, OK, true),
            new Row("dlt park", "-n" + TOPIC, OK, true),
            new Row("dlt discard", "-n" + TOPIC, OK, true),
            new Row("dlt jobs", AT, OK, true),
            new Row("dlt cancel", "größe -n" + TOPIC, NOTHING_MATCHED, true),
            new Row("dlt audit", AT, OK, true),
            new Row("doctor", NOWHERE, UNREACHABLE, false),
            new Row("topics", "--format shell", OK, true),
            new Row("acls", "", OK, true),
            new Row("completion", "", OK, true));

    private VerbTable() {}

    /** @param prints whether there is something on standard output then */
    record Row(String verb, String rest, int exit, boolean prints) {

        /** The words of the line. */
        List<String> line(Map<String, String> names) {
            List<String> words = new ArrayList<>(Arrays.asList(verb.split(" ")));
            Arrays.stream(rest.strip().split(" "))
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> {
                        String named = word;
                        for (Map.Entry<String, String> name : names.entrySet()) {
                            named = named.replace(name.getKey(), name.getValue());
                        }
                        words.add(named);
                    });
            return words;
        }

        boolean hasJson() {
            return Objects.requireNonNull(verbs().get(verb)).getCommandSpec().findOption("--json") != null;
        }

        /** Starts the worker's own program, which takes seconds. */
        boolean isSlow() {
            return Stream.of("doctor", "topics", "acls").anyMatch(verb::equals);
        }

        List<String> help() {
            return Stream.concat(Arrays.stream(verb.split(" ")), Stream.of("--help"))
                    .toList();
        }

        @Override
        public String toString() {
            return verb;
        }
    }

    static List<Row> rows() {
        return ROWS;
    }

    /** All that {@code refundctl} has, from picocli's own model, so that a new verb cannot be left out. */
    static Map<String, CommandLine> verbs() {
        Map<String, CommandLine> verbs = new LinkedHashMap<>();
        collect("", Refundctl.commandLine(), verbs);
        return verbs;
    }

    private static void collect(String path, CommandLine command, Map<String, CommandLine> verbs) {
        if (command.getSubcommands().isEmpty()) {
            verbs.put(path.strip(), command);
        }
        command.getSubcommands().forEach((name, below) -> {
            if (name.equals(below.getCommandName())) {
                collect(path + " " + name, below, verbs);
            }
        });
    }
}
