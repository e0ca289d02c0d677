package io.github.refundworker.ops.cluster;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.ops.client.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** What people do to topics and groups behind the worker's back. */
final class TopicMischief {

    private static final String MIN_IN_SYNC = "min.insync.replicas";
    private static final String LARGEST = "max.message.bytes";

    /** Less than any event. */
    private static final String TOO_LITTLE = "100";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The brokers look every 10 s for transactions that are over their time. */
    private static final Duration TRANSACTION = Duration.ofSeconds(20);

    private static final Duration TRANSACTION_IS_OVER = TRANSACTION.plusSeconds(10);

    private static final String COMMANDS = TopicNames.BARE.commands(new AccountName("simulator"));

    private static final String INPUTS = TopicNames.BARE.inputs();

    private static final Pattern TOPIC = Pattern.compile("--topic '?([^ ']+)");
    private static final Pattern SETTING = Pattern.compile("--config '?([^ =']+)=([^ ']+)");

    private final ClusterAdmin admin;
    private final ClusterLayout layout;

    TopicMischief(ClusterAdmin admin, ClusterLayout layout) {
        this.admin = admin;
        this.layout = layout;
    }

    void demandAllReplicas() throws InterruptedException {
        admin.set(admin.topics(), MIN_IN_SYNC, Integer.toString(ClusterLayout.NODES));
    }

    void demandTwoReplicas() throws InterruptedException {
        admin.set(admin.topics(), MIN_IN_SYNC, "2");
    }

    void refuseEvents() throws InterruptedException {
        admin.set(List.of(Topics.REFUND_STATUS), LARGEST, TOO_LITTLE);
    }

    void takeEvents() throws InterruptedException {
        admin.set(List.of(Topics.REFUND_STATUS), LARGEST, null);
    }

    /**
     * Gives the topics that are there the settings that a release needs.
     *
     * @param commands of Kafka's own scripts, which would make these topics; a backslash ends a line that goes on
     */
    void setAs(String commands) throws InterruptedException {
        Set<String> there = Set.copyOf(admin.topics());
        for (String command : commands.replace("\\\n", "").lines().toList()) {
            Matcher topic = TOPIC.matcher(command);
            if (topic.find() && there.contains(topic.group(1))) {
                for (MatchResult setting : SETTING.matcher(command).results().toList()) {
                    admin.set(List.of(topic.group(1)), setting.group(1), setting.group(2));
                }
            }
        }
    }

    void forbidWriting(boolean now) throws InterruptedException {
        forbid(List.of(INPUTS, COMMANDS, Topics.REFUND_STATUS), AclOperation.WRITE, now);
    }

    void forbidReading(boolean now) throws InterruptedException {
        forbid(List.of(Topics.REFUND_REQUESTS, COMMANDS), AclOperation.READ, now);
    }

    private void forbid(List<String> names, AclOperation operation, boolean now) throws InterruptedException {
        if (now) {
            admin.forbid(names, operation);
        } else {
            admin.allow(names, operation);
        }
    }

    void raiseRequestPartitions() throws InterruptedException {
        admin.addPartition(Topics.REFUND_REQUESTS);
    }

    void forgetIntakesOffsets() throws InterruptedException {
        admin.deleteGroup(TopicNames.BARE.intakeGroup());
    }

    void readRequestsAgain() throws InterruptedException {
        admin.toBeginning(TopicNames.BARE.intakeGroup(), Topics.REFUND_REQUESTS);
    }

    /** Returns when the brokers have ended them. No reader of committed records ever sees their records. */
    void leaveTransactionsOpen(int act) throws InterruptedException {
        for (String topic : List.of(Topics.REFUND_REQUESTS, COMMANDS, Topics.REFUND_STATUS)) {
            Map<String, Object> settings = Map.of(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    "stranger-" + topic + "-" + act,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    Math.toIntExact(TRANSACTION.toMillis()));
            KafkaProducer<byte[], byte[]> stranger =
                    KafkaAccess.of(layout.bootstrap()).writer(LIMIT, settings);
            stranger.initTransactions();
            stranger.beginTransaction();
            for (int partition = 0; partition < ClusterLayout.PARTITIONS; partition++) {
                try {
                    stranger.send(new ProducerRecord<>(
                                    topic, partition, "stranger".getBytes(StandardCharsets.US_ASCII), new byte[1]))
                            .get();
                } catch (ExecutionException e) {
                    throw new KafkaException("no transaction could be left open on " + topic, e);
                }
            }
            // Without a word to the brokers, as a process that dies.
            Thread.ofVirtual().start(() -> stranger.close(Duration.ZERO));
        }
        TimeUnit.NANOSECONDS.sleep(TRANSACTION_IS_OVER.toNanos());
    }
}
