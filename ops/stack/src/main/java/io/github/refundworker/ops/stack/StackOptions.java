package io.github.refundworker.ops.stack;

import io.github.refundworker.ops.client.StackAddress;
import org.jspecify.annotations.Nullable;

/**
 * What stack to start.
 *
 * @param address where its processes are to listen
 * @param provider who pays
 * @param keep whether to go on with the data of the last run
 * @param chaos whether the provider misbehaves, and the worker tries again sooner
 * @param console whether the console runs too
 * @param workerImage the container image that the worker runs from; absent for the jar of this source tree
 */
public record StackOptions(
        StackAddress address,
        Provider provider,
        boolean keep,
        boolean chaos,
        boolean console,
        @Nullable String workerImage) {

    public enum Provider {
        /** The simulator, over HTTP. */
        SIMULATOR("simulator"),
        /** A provider in the worker's process, for drills that measure the worker alone. */
        IN_PROCESS("in-process");

        private final String label;

        Provider(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
