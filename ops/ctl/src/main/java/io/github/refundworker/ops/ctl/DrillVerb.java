package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.ctl.options.Common;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs a drill on a local stack and prints its result. The exit code is 0 only if everything was right.
 *
 * @param <R> the result
 */
abstract class DrillVerb<R> implements Callable<Integer> {

    /** A drill that is ready to be run. */
    interface Drill<R> {
        R run(JsonHttp http, StackAddress stack) throws IOException, InterruptedException;
    }

    @Mixin
    private Common common = new Common();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @throws IllegalArgumentException if the options do not make one */
    abstract Drill<R> drill();

    abstract boolean isRight(R result);

    abstract void print(R result);

    @Override
    public final Integer call() throws IOException, InterruptedException {
        StackAddress stack = common.stack();
        Drill<R> drill = possibleDrill();
        Reachability.require(stack.bootstrap());
        R result;
        try (JsonHttp http = new JsonHttp()) {
            result = drill.run(http, stack);
        }
        if (common.json) {
            Printer.json(result);
        } else {
            print(result);
        }
        return isRight(result) ? ExitCodes.OK : ExitCodes.PARTLY;
    }

    private Drill<R> possibleDrill() {
        try {
            return drill();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
