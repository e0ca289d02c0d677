package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.domain.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The records that a decision is written as, by the real encoder. */
public final class Encodings {
    public static final String STATUS = "refund-status";
    public static final String BALANCES = "charge-balances";
    public static final String COMMANDS = "refund-commands-";

    private final Encoder encoder;
    private final Map<String, String> topics;

    public Encodings(Policy policy, int partitions) {
        Map<AccountName, String> commands =
                policy.accounts().keySet().stream().collect(Collectors.toMap(name -> name, Encodings::commandsOf));
        encoder = new Encoder(
                new DecideSettings(TopicNames.BARE, partitions, commands.keySet(), 1024 * 1024, 1024 * 1024, policy));
        topics = new LinkedHashMap<>();
        topics.put(DecideTopology.STATUS, STATUS);
        topics.put(DecideTopology.BALANCES, BALANCES);
        commands.forEach((account, topic) -> topics.put(DecideTopology.commands(account), topic));
    }

    public static String commandsOf(AccountName account) {
        return COMMANDS + account;
    }

    /** @param due when to look at the charge again; absent where nothing is owed */
    public record Encoded(byte[] state, @Nullable Instant due, List<Written> outputs) {}

    /** @param headers by name, as text */
    public record Written(String topic, byte[] key, byte[] value, Map<String, String> headers) {}

    public Encoded encode(ChargeId chargeId, Decision.Next decision, Instant at, int partition) {
        Encoder.Encoded encoded = encoder.encode(chargeId, decision, at.toEpochMilli(), partition, null);
        List<Written> outputs = new ArrayList<>();
        for (Output output : encoded.outputs()) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header header : output.record().headers()) {
                headers.put(header.key(), new String(header.value(), UTF_8));
            }
            outputs.add(new Written(
                    topics.getOrDefault(output.sink(), output.sink()),
                    output.record().key(),
                    output.record().value(),
                    headers));
        }
        Outstanding outstanding = encoded.outstanding();
        return new Encoded(encoded.state(), outstanding == null ? null : outstanding.due(), outputs);
    }

    public static byte[] key(ChargeId chargeId) {
        return chargeId.value().getBytes(US_ASCII);
    }
}
