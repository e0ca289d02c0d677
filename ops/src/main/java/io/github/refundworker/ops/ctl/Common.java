package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.StackAddress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every verb that connects to brokers or to a local stack. */
final class Common {

    @Mixin
    private Brokers brokers = new Brokers();

    @Option(names = "--json", description = "Print JSON, one object a line.")
    boolean json;

    String bootstrap() {
        return brokers.bootstrap();
    }

    /** @throws IllegalArgumentException if the options do not name one */
    StackAddress stack() {
        return brokers.stack();
    }
}
