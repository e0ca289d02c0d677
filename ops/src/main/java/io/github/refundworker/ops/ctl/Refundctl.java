package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.audit.AuditTopicException;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.ctl.dlt.DltCommand;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.book.LeaseLostException;
import io.github.refundworker.ops.review.PartitionCountsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            WorkerCommand.Doctor.class,
            WorkerCommand.Topics.class,
            WorkerCommand.Acls.class,
            Refundctl.Completion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:partly done, or not with the wished-for result",
            "2:wrong options",
            "3:nothing matched",
            "4:refused for safety",
            "5:not allowed",
            "6:the broker, or another part of the stack that is needed, cannot be reached",
            "130:interrupted"
        })
public final class Refundctl implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Refundctl() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Refundctl())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Refundctl::explain);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }

    /** One line for each way in which the surroundings may fail; anything else is our own mistake and keeps its trace. */
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult unused) throws Exception {
        int code = switch (e) {
            case BrokerUnreachableException unreachable -> ExitCodes.UNREACHABLE;
            case AuthenticationException denied -> ExitCodes.NOT_ALLOWED;
            case AuthorizationException denied -> ExitCodes.NOT_ALLOWED;
            case KafkaException failed -> ExitCodes.UNREACHABLE;
            case FileSystemException file -> ExitCodes.USAGE;
            case IOException failed -> ExitCodes.UNREACHABLE;
            case IllegalArgumentException wrong -> ExitCodes.USAGE;
            case AuditTopicException forgetful -> ExitCodes.REFUSED;
            case RefusedException unsafe -> ExitCodes.REFUSED;
            case LeaseLostException elsewhere -> ExitCodes.PARTLY;
            case PartitionCountsException disagreeing -> ExitCodes.REFUSED;
            default -> throw e;
        };
        String message = e instanceof FileSystemException file ? describe(file) : e.getMessage();
        if (message == null) {
            message = e.getClass().getSimpleName();
        }
        String line = message.lines().findFirst().orElse("");
        if (e instanceof AuthorizationException) {
            line += "; refundctl acls prints what each user needs";
        }
        command.getErr().println("refundctl: " + line);
        return code;
    }

    private static String describe(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no file " + e.getFile();
            case FileAlreadyExistsException there -> "there is a file " + e.getFile() + " already";
            case AccessDeniedException denied -> "the file " + e.getFile() + " may not be opened";
            default -> "the file " + e.getFile() + ": " + e.getReason();
        };
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
