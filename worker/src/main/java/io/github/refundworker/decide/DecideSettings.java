package io.github.refundworker.decide;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Policy;
import java.util.Map;

/**
 * What the topology is made of.
 *
 * @param commands the command topic of each account; an account without one cannot be sent to
 * @param partitions of every topic of ours
 * @param recordLimit bytes that a record or a stored charge may have
 * @param deadLetterLimit bytes that a record of a dead-letter topic may have
 */
public record DecideSettings(
        String inputs,
        String inputsDeadLetters,
        String requestsDeadLetters,
        Map<AccountName, String> commands,
        String status,
        String balances,
        int partitions,
        int recordLimit,
        int deadLetterLimit,
        Policy policy) {

    public DecideSettings {
        commands = Map.copyOf(commands);
    }
}
