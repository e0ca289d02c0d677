package io.github.refundworker.ops.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of the chaos drill: a provider that misbehaves all the time, and a worker with short intervals between
 * attempts. With the default intervals, from minutes to a day, the drill would not end in useful time.
 */
public final class Chaos {

    /** An error that the provider stores under the key and repeats: no look-up and no attempt can get beyond it. */
    public static final String STORED_ERROR = "http5xx.duringExecution";

    private static final List<String> EVERYWHERE = List.of("createRefund", "getRefund", "getCharge");

    private Chaos() {}

    /** In the simulator's own terms; calls that read are hit like calls that refund. */
    public static Map<String, Object> faults() {
        Map<String, Object> faults = new LinkedHashMap<>();
        faults.put("responseLost", Map.of("probability", 0.2, "endpoints", EVERYWHERE));
        faults.put("resetBefore", Map.of("probability", 0.05, "endpoints", EVERYWHERE));
        faults.put("resetAfter", Map.of("probability", 0.05, "endpoints", EVERYWHERE));
        faults.put(
                "http5xx",
                Map.of(
                        "beforeExecution",
                        0.03,
                        "duringExecution",
                        0.005,
                        "afterExecution",
                        0.015,
                        "endpoints",
                        EVERYWHERE));
        faults.put("rateLimit", Map.of("probability", 0.02, "retryAfterSeconds", 1));
        faults.put("pending", Map.of("probability", 0.05, "settleAfterMillis", 3_000));
        return faults;
    }

    /** For people. */
    public static List<String> told() {
        return List.of(
                "chaos: the provider loses 20 % of its responses, resets 10 % of connections and answers 5 % of calls with"
                        + " 5xx, some of them stored under the key; 2 % with 429; 5 % of refunds are pending at first",
                "chaos: the worker tries again after seconds instead of minutes, so that all of it ends while you watch");
    }

    /** Shorter ages for the worker; everything else is as it is. */
    public static List<String> workerArguments() {
        return List.of(
                "--refunds.ages.send-within=30s",
                "--refunds.ages.call-limit=6s",
                "--refunds.ages.grace=10s",
                "--refunds.ages.retry=1s,1s,2s,2s,3s,3s,4s,4s,5s,5s,5s,5s,5s,5s,5s,5s",
                "--refunds.ages.unsent=1s,2s,3s,5s",
                "--refunds.ages.poll=1s,2s,3s,5s",
                "--refunds.ages.describe=1s,2s,3s",
                "--refunds.execute.call-timeout=3s",
                "--refunds.execute.patience=3s",
                "--refunds.execute.breaker.open-for=3s");
    }
}
