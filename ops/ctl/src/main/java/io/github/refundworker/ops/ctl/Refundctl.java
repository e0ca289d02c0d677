package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.PartitionCountException;
import io.github.refundworker.ops.audit.AuditTopicException;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.ctl.dlt.DltCommand;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.book.LeaseLostException;
import io.github.refundworker.ops.terminal.OutputException;
import io.github.refundworker.ops.terminal.Printable;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Screen;
import io.github.refundworker.ops.terminal.StandardOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line; verbs are its subcommands. */
@Command(
        name = "refundctl",
        mixinStandardHelpOptions = true,
        version = "Refund Worker",
        description = "Sends refund requests, follows their statuses, makes charges at the provider simulator,"
                + " resolves what waits for a person, sees to dead letters, runs drills.",
        subcommands = {
            RequestCommand.class,
            WatchCommand.class,
            ChargeCommand.class,
            ReviewCommand.class,
            DrillCommand.class,
            DltCommand.class,
            IntakeCommand.class,
            WorkerCommand.Doctor.class,
            WorkerCommand.Topics.class,
            WorkerCommand.Acls.class,
            Refundctl.Completion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK + ":done",
            ExitCodes.PARTLY + ":partly done, or not with the wished-for result",
            ExitCodes.USAGE + ":wrong options or arguments; nothing was done",
            ExitCodes.NOTHING_MATCHED + ":nothing matched",
            ExitCodes.REFUSED + ":refused for safety",
            ExitCodes.NOT_ALLOWED + ":not allowed; the message names the right that is missing",
            ExitCodes.UNREACHABLE + ":the broker, or another part of the stack that is needed, cannot be reached",
            ExitCodes.OUTPUT + ":the output cannot be written; what the verb did before is done",
            ExitCodes.FAULT + ":the tool itself failed, or could not start",
            ExitCodes.INTERRUPTED + ":interrupted",
            ExitCodes.READER_GONE + ":the reader of the output has gone, as after | head",
            ExitCodes.TERMINATED + ":ended by SIGTERM; replay, park and discard return 130 then"
        })
public final class Refundctl implements Callable<Integer> {

    /** What picocli can wrap its help to, and what is still easy to read. */
    private static final int NARROWEST = 55;

    private static final int WIDEST = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Refundctl() {}

    public static void main(String[] args) {
        StandardOutput.install();
        System.exit(run(args));
    }

    /** @return what to tell the shell */
    static int run(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (Printable.isDamaged(args[i])) {
                Printer.say("argument " + (i + 1) + " is not UTF-8 and has lost characters: " + args[i]);
                return ExitCodes.USAGE;
            }
        }
        return commandLine().execute(args);
    }

    /** Runs the verb, or shows its help; what could not be written is told once. */
    private static int execute(ParseResult parsed) {
        try {
            int code = new RunLast().execute(parsed);
            System.out.flush();
            return code;
        } catch (OutputException e) {
            return unwritten(e);
        }
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Refundctl());
        dress(root);
        return root.setOut(new PrintWriter(System.out, true, UTF_8))
                .setErr(new PrintWriter(System.err, true, UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // An argument is what it says, and never a file of more arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(helpWidth(Screen.columns()))
                .setExecutionStrategy(Refundctl::execute)
                .setParameterExceptionHandler(Refundctl::explainUsage)
                .setExecutionExceptionHandler(Refundctl::explain)
                .setExitCodeExceptionMapper(fault -> ExitCodes.FAULT);
    }

    static int helpWidth(int columns) {
        return Math.clamp(columns, NARROWEST, WIDEST);
    }

    /** What the help of all verbs has in common: options in the order in which they stand in the source. */
    private static void dress(CommandLine verb) {
        UsageMessageSpec usage = verb.getCommandSpec().usageMessage();
        usage.sortOptions(false);
        if (usage.exitCodeList().isEmpty()) {
            usage.footer("", "Exit codes: refundctl --help");
        }
        verb.getSubcommands().values().forEach(Refundctl::dress);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }

    private static int unwritten(OutputException e) {
        if (!e.isReaderGone()) {
            Printer.say(String.valueOf(e.getMessage()));
        }
        return e.exitCode();
    }

    private static int explainUsage(ParameterException e, String[] args) {
        CommandLine verb = e.getCommandLine();
        Printer.say(inOurWords(String.valueOf(e.getMessage())));
        if (!UnmatchedArgumentException.printSuggestions(e, verb.getErr())) {
            verb.getErr().println("Options: " + verb.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCodes.USAGE;
    }

    /** The library's message without its own prefix and a word that it says twice. */
    private static String inOurWords(String message) {
        return message.replaceFirst("^Error: ", "").replace("option option ", "option ");
    }

    /** One line for each way in which the surroundings may fail; anything else is our own mistake and keeps its trace. */
    private static int explain(Exception e, CommandLine command, ParseResult unused) {
        if (e instanceof OutputException output) {
            return unwritten(output);
        }
        int code = switch (e) {
            case BrokerUnreachableException unreachable -> ExitCodes.UNREACHABLE;
            case AuthenticationException denied -> ExitCodes.NOT_ALLOWED;
            case AuthorizationException denied -> ExitCodes.NOT_ALLOWED;
            case KafkaException failed -> ExitCodes.UNREACHABLE;
            case FileSystemException file -> ExitCodes.USAGE;
            case CharacterCodingException file -> ExitCodes.USAGE;
            case IOException failed -> ExitCodes.UNREACHABLE;
            case IllegalArgumentException wrong -> ExitCodes.USAGE;
            case AuditTopicException forgetful -> ExitCodes.REFUSED;
            case RefusedException unsafe -> ExitCodes.REFUSED;
            case LeaseLostException elsewhere -> ExitCodes.PARTLY;
            case PartitionCountException disagreeing -> ExitCodes.REFUSED;
            default -> ExitCodes.FAULT;
        };
        if (code == ExitCodes.FAULT) {
            Printer.trace(e);
            return code;
        }
        String message = switch (e) {
            case FileSystemException file -> describe(file);
            case CharacterCodingException file -> "a file is not UTF-8";
            default -> e.getMessage();
        };
        if (message == null) {
            message = e.getClass().getSimpleName();
        }
        String line = message.lines().findFirst().orElse("");
        if (e instanceof AuthorizationException) {
            line += "; refundctl acls prints what each user needs";
        }
        Printer.say(line);
        return code;
    }

    private static String describe(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing(Path.of(missing.getFile()));
            case FileAlreadyExistsException there -> "there is a file " + e.getFile() + " already";
            case AccessDeniedException denied -> "the file " + e.getFile() + " may not be opened";
            default -> "the file " + e.getFile() + ": " + e.getReason();
        };
    }

    private static String missing(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null || Files.isDirectory(directory)
                ? "there is no file " + file
                : "there is no directory " + directory;
    }

    /** Prints the completion script. */
    @Command(
            name = "completion",
            aliases = "generate-completion",
            mixinStandardHelpOptions = true,
            description = "Prints the completion script for bash and zsh: source <(refundctl completion)")
    static final class Completion implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            CommandLine root = spec.root().commandLine();
            root.getOut().println(AutoComplete.bash(root.getCommandName(), root));
            root.getOut().flush();
            return ExitCodes.OK;
        }
    }
}
