package io.github.refundworker.decide;

import io.github.refundworker.decide.store.ChargePartitioner;
import io.github.refundworker.decide.store.StoreNames;
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

/** The topology: inputs, one processor with two stores, and a sink for each kind of output. */
public final class DecideTopology {
    static final String INPUTS = "inputs";
    static final String DECIDE = "decide";
    static final String STATUS = "status";
    static final String BALANCES = "balances";
    static final String REQUESTS_DLT = "requests-dlt";
    static final String INPUTS_DLT = "inputs-dlt";

    private DecideTopology() {}

    static String commands(AccountName account) {
        return "commands-" + account;
    }

    public static Topology build(DecideSettings settings, ProcessorSupplier<byte[], byte[], byte[], byte[]> decide) {
        StreamPartitioner<byte[], byte[]> byCharge = new ChargePartitioner(settings.log());
        Topology topology = new Topology()
                .addSource(
                        INPUTS,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        settings.names().inputs())
                .addProcessor(DECIDE, decide, INPUTS)
                .addStateStore(store(StoreNames.CHARGES), DECIDE)
                .addStateStore(store(StoreNames.DUE), DECIDE);
        new TreeMap<>(names(settings)).forEach((sink, topic) -> addSink(topology, sink, topic, byCharge));
        addSink(topology, STATUS, settings.names().status(), byCharge);
        addSink(topology, BALANCES, settings.names().balances(), byCharge);
        ByteArraySerializer bytes = new ByteArraySerializer();
        topology.addSink(REQUESTS_DLT, settings.names().requestsDeadLetters(), bytes, bytes, DECIDE);
        topology.addSink(INPUTS_DLT, settings.names().inputsDeadLetters(), bytes, bytes, DECIDE);
        return topology;
    }

    private static Map<String, String> names(DecideSettings settings) {
        Map<String, String> topics = new TreeMap<>();
        settings.accounts()
                .forEach(account ->
                        topics.put(commands(account), settings.names().commands(account)));
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
