package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.StackAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every verb takes. */
public final class Common {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "The Kafka broker; where the rest of a local stack listens follows from it."
                    + " Default: ${DEFAULT-VALUE}.")
    public String bootstrap = "";

    @Option(names = "--json", description = "Print JSON, one object a line.")
    public boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    /** @throws ParameterException if {@code --bootstrap} is not HOST:PORT */
    public StackAddress stack() {
        try {
            return StackAddress.ofBroker(bootstrap);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), "--bootstrap: " + e.getMessage(), e);
        }
    }
}
