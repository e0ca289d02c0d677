package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose the dead-letter topic and its brokers. */
final class Topic {

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "The dead-letter topic: refund-requests-dlt, or refund-inputs-dlt, which is only to be looked"
                    + " at; with or without the prefix. Default: refund-requests-dlt.")
    private String name = TopicNames.BARE.requestsDeadLetters();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    boolean json() {
        return options.json();
    }

    DeadLetterTopic topic() {
        String prefix = options.prefix();
        return new DeadLetterTopic(name.startsWith(prefix) ? name : prefix + name);
    }

    DeadLetterDesk desk() throws IOException {
        return desk(topic());
    }

    DeadLetterDesk desk(DeadLetterTopic topic) throws IOException {
        return new DeadLetterDesk(options.access(), topic);
    }
}
