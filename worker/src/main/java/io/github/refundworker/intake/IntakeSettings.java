package io.github.refundworker.intake;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.chargelog.TopicNames;

/**
 * Where intake writes requests: to the log of their charge, to the dead letters, or to the status topic if no charge
 * can have the id.
 *
 * @param partitions of every topic of the worker
 * @param deadLetterLimit maximum bytes of a dead letter
 * @param namespace of the deployment, for intake's own answers
 * @param refuseCardNumbers whether a request with a possible card number in its free texts is invalid
 */
public record IntakeSettings(
        TopicNames names, int partitions, int deadLetterLimit, String namespace, boolean refuseCardNumbers) {
    ChargeLog log() {
        return names.log(partitions);
    }
}
