package io.github.refundworker.decide;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Policy;
import java.util.Set;

/**
 * Settings of the topology.
 *
 * @param partitions of every topic of the worker
 * @param accounts accounts with a command topic; no command can be sent to another account
 * @param recordLimit maximum bytes of a record or a stored charge
 * @param deadLetterLimit maximum bytes of a record of a dead-letter topic
 */
public record DecideSettings(
        TopicNames names,
        int partitions,
        Set<AccountName> accounts,
        int recordLimit,
        int deadLetterLimit,
        Policy policy) {

    public DecideSettings {
        accounts = Set.copyOf(accounts);
    }

    ChargeLog log() {
        return names.log(partitions);
    }
}
