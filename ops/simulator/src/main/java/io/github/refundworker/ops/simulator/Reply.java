package io.github.refundworker.ops.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** The result of a call: an answer, a stream, or a connection that ends without either. */
sealed interface Reply {
    record Answer(int status, String contentType, String body, Map<String, String> headers) implements Reply {
        static Answer json(int status, Object value) {
            return json(status, Json.text(value));
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, Map.of());
        }

        Answer with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, contentType, body, Map.copyOf(more));
        }
    }

    /** A body that is too long for memory. */
    record Streamed(Body body) implements Reply {
        @FunctionalInterface
        interface Body {
            void writeTo(OutputStream out) throws IOException;
        }
    }

    /** No response: after {@code holdMillis} the connection is reset (RST) or closed (FIN). */
    record Cut(boolean reset, long holdMillis) implements Reply {}
}
