package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.ctl.options.Common;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.drill.LetterDrill;
import io.github.refundworker.ops.terminal.Ranges;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes dead letters for a running local stack. */
@Command(
        name = "letters",
        mixinStandardHelpOptions = true,
        description = "Fills the dead-letter topic of a local stack with made-up letters of five causes, which the"
                + " worker would take if they were replayed with --rekey.")
final class LetterDrillCommand implements Callable<Integer> {

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "1000",
            description = "Letters to make. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Mixin
    private Common common = new Common();

    @Override
    public Integer call() {
        StackAddress stack = common.stack();
        Reachability.require(stack.bootstrap());
        new LetterDrill(KafkaAccess.of(stack.bootstrap()), count).fill();
        return ExitCodes.OK;
    }
}
