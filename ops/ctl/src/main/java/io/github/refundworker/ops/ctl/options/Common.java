package io.github.refundworker.ops.ctl.options;

import io.github.refundworker.ops.client.StackAddress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every verb that connects to brokers or to a local stack. */
public final class Common {

    @Mixin
    private Brokers brokers = new Brokers();

    @Option(names = "--json", description = "Print JSON, one object a line.")
    public boolean json;

    public String bootstrap() {
        return brokers.bootstrap();
    }

    /** @throws IllegalArgumentException if the options do not name one */
    public StackAddress stack() {
        return brokers.stack();
    }
}
