package io.github.refundworker.decide;

import io.github.refundworker.domain.AccountName;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The topology: inputs, one processor with two stores, and a sink for each kind of consequence. */
public final class DecideTopology {
    static final String INPUTS = "inputs";
    static final String DECIDE = "decide";
    static final String STATUS = "status";
    static final String BALANCES = "balances";
    static final String REQUESTS_DLT = "requests-dlt";
    static final String INPUTS_DLT = "inputs-dlt";

    /** The stored charge by its partition hash, 4 bytes, and its id's. */
    public static final String CHARGES = "charges";

    /** What a charge owes, and when it is due, by its id's bytes; only those that owe something. */
    public static final String DUE = "due";

    private DecideTopology() {}

    static String commands(AccountName account) {
        return "commands-" + account;
    }

    static Topology build(DecideSettings settings, ProcessorSupplier<byte[], byte[], byte[], byte[]> decide) {
        StreamPartitioner<byte[], byte[]> byCharge = new ChargePartitioner(settings.partitions());
        Topology topology = new Topology()
                .addSource(INPUTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), settings.inputs())
                .addProcessor(DECIDE, decide, INPUTS)
                .addStateStore(store(CHARGES), DECIDE)
                .addStateStore(store(DUE), DECIDE);
        new TreeMap<>(names(settings)).forEach((sink, topic) -> addSink(topology, sink, topic, byCharge));
        addSink(topology, STATUS, settings.status(), byCharge);
        addSink(topology, BALANCES, settings.balances(), byCharge);
        ByteArraySerializer bytes = new ByteArraySerializer();
        topology.addSink(REQUESTS_DLT, settings.requestsDeadLetters(), bytes, bytes, DECIDE);
        topology.addSink(INPUTS_DLT, settings.inputsDeadLetters(), bytes, bytes, DECIDE);
        return topology;
    }

    private static Map<String, String> names(DecideSettings settings) {
        Map<String, String> topics = new TreeMap<>();
        settings.commands().forEach((account, topic) -> topics.put(commands(account), topic));
        return topics;
    }

    private static void addSink(
            Topology topology, String sink, String topic, StreamPartitioner<byte[], byte[]> byCharge) {
        topology.addSink(sink, topic, new ByteArraySerializer(), new ByteArraySerializer(), byCharge, DECIDE);
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
    }
}
