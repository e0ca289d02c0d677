package io.github.refundworker.ops.ctl.dlt;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Dead letters. */
@Command(
        name = "dlt",
        mixinStandardHelpOptions = true,
        description = "Sees to dead letters: groups them by cause, shows them, replays them by a plan.",
        subcommands = {
            GroupsVerb.class,
            ListVerb.class,
            ShowVerb.class,
            ExportVerb.class,
            PlanVerb.class,
            ReplayVerb.class,
            MarkVerb.Park.class,
            MarkVerb.Discard.class,
            JobsVerb.class,
            CancelVerb.class,
            AuditVerb.class
        })
public final class DltCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which of groups, list, show, export, plan, replay, park, discard, jobs, cancel, audit?");
    }
}
