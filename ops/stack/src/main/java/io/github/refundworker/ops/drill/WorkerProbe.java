package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the worker's memory from outside: its metrics, and the operating system where that is this machine's. */
final class WorkerProbe {

    private static final long MEBI = 1 << 20;

    /** All of them, several times a second, would be a load of its own. */
    private static final String MEMORY =
            "/actuator/prometheus?includedNames=jvm_memory_used_bytes,jvm_memory_max_bytes";

    private final JsonHttp http;
    private final URI management;

    WorkerProbe(JsonHttp http, URI management) {
        this.http = http;
        this.management = management;
    }

    /**
     * Memory of the worker in MiB; a part that could not be read is absent.
     *
     * @param heapUsed of the heap, garbage included
     * @param heapMax what the heap may grow to
     * @param resident of the whole process
     */
    record Memory(
            @Nullable Long heapUsed,
            @Nullable Long heapMax,
            @Nullable Long resident) {

        /** Part by part the larger of two readings. */
        Memory max(Memory other) {
            return new Memory(
                    larger(heapUsed, other.heapUsed), larger(heapMax, other.heapMax), larger(resident, other.resident));
        }

        private static @Nullable Long larger(@Nullable Long one, @Nullable Long other) {
            if (one == null) {
                return other;
            }
            return other == null ? one : Long.valueOf(Math.max(one, other));
        }
    }

    Memory read() {
        double used = 0;
        double max = 0;
        boolean found = false;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(http.stream(management.resolve(MEMORY)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("area=\"heap\"")) {
                    if (line.startsWith("jvm_memory_used_bytes{")) {
                        used += sample(line);
                        found = true;
                    } else if (line.startsWith("jvm_memory_max_bytes{")) {
                        // A pool without a limit of its own says -1.
                        max += Math.max(0, sample(line));
                    }
                }
            }
        } catch (IOException e) {
            found = false;
        }
        Long resident = resident();
        return found ? new Memory((long) used / MEBI, (long) max / MEBI, resident) : new Memory(null, null, resident);
    }

    private static double sample(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private @Nullable Long resident() {
        try {
            long pid = http.get(management.resolve("/actuator/info"))
                    .body()
                    .path("process")
                    .path("pid")
                    .asLong(-1);
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    String kibi = line.replaceAll("[^0-9]", "");
                    return Long.parseLong(kibi) * 1024 / MEBI;
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
