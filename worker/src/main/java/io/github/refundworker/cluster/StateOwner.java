package io.github.refundworker.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which instance a state directory belongs to, and gives the directory a mark of its own. The mark is part of the
 * names of this process's consumers: so a process that is started again recognizes its own earlier membership of a group,
 * and tells it from another process that has the same instance id.
 */
final class StateOwner {
    private static final Logger log = LoggerFactory.getLogger(StateOwner.class);

    static final String FILE = "instance";

    /** Kafka Streams keeps the identity of a process here, and takes two processes with one identity for one. */
    private static final String STREAMS_IDENTITY = "kafka-streams-process-metadata";

    private static final int MARK_BYTES = 4;
    private static final Pattern CONTENT = Pattern.compile("(\\S+) ([0-9a-f]{" + 2 * MARK_BYTES + "})");

    private StateOwner() {}

    /**
     * The mark of the directory. A directory that was copied from another instance gets a new one.
     *
     * @param application whose stores are in the directory, as Kafka Streams names its own
     */
    static String mark(Path directory, String instanceId, String application) {
        Path file = directory.resolve(FILE);
        byte[] random = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(random);
        String mark = HexFormat.of().formatHex(random);
        try {
            Files.createDirectories(directory);
            if (Files.exists(file)) {
                Matcher content = CONTENT.matcher(Files.readString(file).strip());
                if (content.matches()) {
                    if (content.group(1).equals(instanceId)) {
                        return content.group(2);
                    }
                    log.warn(
                            "the state directory {} was written by instance {}; this is instance {}, which goes on with"
                                    + " its stores",
                            directory,
                            content.group(1),
                            instanceId);
                    Files.deleteIfExists(directory.resolve(application).resolve(STREAMS_IDENTITY));
                }
            }
            Files.writeString(file, instanceId + " " + mark + "\n", UTF_8);
            return mark;
        } catch (IOException e) {
            // A process that keeps no stores may have no directory: it waits for the end of its earlier session then.
            log.debug("the state directory {} takes no mark", directory, e);
            return mark;
        }
    }
}
