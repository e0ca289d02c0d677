package io.github.refundworker.ops.stack;

/** Another program has a port of the stack; the message is one line and names the way out. */
final class PortInUseException extends RuntimeException {

    PortInUseException(String message) {
        super(message);
    }
}
