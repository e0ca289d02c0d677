package io.github.refundworker.ops.ctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Drills against a running local stack; the cluster drill and the upgrade drill start their own. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Measures a running local stack, or a cluster of its own under faults.",
        subcommands = {
            LoadDrillCommand.class,
            LatencyDrillCommand.class,
            QueryDrillCommand.class,
            ReplayDrillCommand.class,
            LetterDrillCommand.class,
            ClusterDrillCommand.class,
            UpgradeDrillCommand.class,
            DisasterDrillCommand.class
        })
final class DrillCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which drill? There are: load, latency, query, replay, letters, cluster, upgrade, disaster");
    }
}
