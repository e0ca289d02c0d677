package io.github.refundworker.ops.ctl.options;

import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.terminal.Ranges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the brokers: any brokers, or those of a local stack. */
public final class Brokers {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka brokers; where the rest of a local stack listens follows from the port."
                    + " Default: 127.0.0.1:9092.")
    private @Nullable String bootstrap;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            converter = Ranges.PortBase.class,
            description = "The local stack that ops/demo --port-base N started, instead of --bootstrap.")
    private @Nullable Integer portBase;

    /** Whether the options name brokers. */
    public boolean areGiven() {
        return bootstrap != null || portBase != null;
    }

    /** Whether the options mean a local stack and nothing else. */
    public boolean areOfAStack() {
        return portBase != null;
    }

    public String bootstrap() {
        StackAddress stack = stack();
        return bootstrap == null ? stack.bootstrap() : bootstrap;
    }

    /** @throws IllegalArgumentException if {@code --bootstrap} is not HOST:PORT, or both options are given */
    public StackAddress stack() {
        if (portBase != null) {
            if (bootstrap != null) {
                throw new IllegalArgumentException("--bootstrap and --port-base exclude each other");
            }
            return StackAddress.withPortBase(portBase);
        }
        if (bootstrap == null) {
            return StackAddress.standard();
        }
        try {
            return StackAddress.ofBroker(bootstrap);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--bootstrap: " + e.getMessage(), e);
        }
    }
}
