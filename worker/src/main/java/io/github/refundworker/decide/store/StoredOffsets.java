package io.github.refundworker.decide.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the stores of this process have followed their changelogs, as Kafka Streams notes it beside them. */
public final class StoredOffsets {
    private static final Logger log = LoggerFactory.getLogger(StoredOffsets.class);

    private static final String CHECKPOINT = "[0-9]+_[0-9]+/[.]checkpoint";

    /** A topic, a partition and an offset. A negative offset says that it is unknown. */
    private static final Pattern LINE = Pattern.compile("(\\S+) ([0-9]+) ([0-9]+)");

    private StoredOffsets() {}

    /** @param directory of the application; there need be none */
    public static Map<TopicPartition, Long> in(Path directory) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (!Files.isDirectory(directory)) {
            return offsets;
        }
        try (Stream<Path> files = Files.find(
                directory, 2, (file, _) -> directory.relativize(file).toString().matches(CHECKPOINT))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                List<String> lines = Files.readAllLines(file);
                for (String line : lines) {
                    Matcher offset = LINE.matcher(line);
                    if (offset.matches()) {
                        offsets.put(
                                new TopicPartition(offset.group(1), Integer.parseInt(offset.group(2))),
                                Long.parseLong(offset.group(3)));
                    }
                }
            }
        } catch (IOException e) {
            // Kafka Streams will restore such a store from its beginning.
            log.warn("the checkpoints in {} cannot be read: {}", directory, e.toString());
        }
        return offsets;
    }
}
