package io.github.refundworker.ops.process;

/** Another program uses a port of the stack. The message is one line and names the way out. */
public final class PortInUseException extends IllegalArgumentException {

    PortInUseException(String message) {
        super(message);
    }
}
