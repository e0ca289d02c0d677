package io.github.refundworker.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the decider.
 *
 * @param namespace distinguishes deployments; part of every refund id
 * @param guardRequired whether a partial refund must state the previously refunded amount
 * @param refundDisputed whether the rest of a charge may be refunded while a dispute about it is open
 */
public record Policy(
        String namespace,
        AccountName defaultAccount,
        Map<AccountName, Capabilities> accounts,
        boolean guardRequired,
        boolean refundDisputed,
        Limits limits,
        Ages ages) {

    public Policy {
        accounts = Map.copyOf(accounts);
    }

    /** One that refunds nothing of a disputed charge. */
    public Policy(
            String namespace,
            AccountName defaultAccount,
            Map<AccountName, Capabilities> accounts,
            boolean guardRequired,
            Limits limits,
            Ages ages) {
        this(namespace, defaultAccount, accounts, guardRequired, false, limits, ages);
    }

    /** How much one charge may hold; beyond it new requests are refused and nothing is forgotten. */
    public record Limits(int requestIds, int refunds, int stateBytes, int waiting, int waitingBytes) {
        public static final Limits DEFAULT = new Limits(1_000, 200, 256 * 1024, 16, 128 * 1024);
    }

    /**
     * How long things may take.
     *
     * @param facts how old a reading of a charge may be where a decision rests on it; zero reads it for each
     * @param waiting how long a request waits for its turn
     * @param request how old a request may be that we have never seen
     * @param sendWithin from issuing a command to the last moment of sending it
     * @param call the longest that one execution of a command takes after its last moment of sending
     * @param grace added wherever two clocks meet
     * @param retry distances between attempts whose outcome stayed open; then review
     * @param unsent distances between attempts that certainly were not executed; its last one repeats
     * @param unsentFor how long such attempts go on, and those to confirm a refusal; then review
     * @param poll distances between look-ups of a pending refund; its last one repeats
     * @param pending how long a pending refund is polled, where its provider needs no longer; then review
     * @param review how long a refund in review is still looked up, at the last distance of {@code poll}
     * @param describe distances between attempts to read a charge; its last one repeats
     */
    public record Ages(
            Duration facts,
            Duration waiting,
            Duration request,
            Duration sendWithin,
            Duration call,
            Duration grace,
            List<Duration> retry,
            List<Duration> unsent,
            Duration unsentFor,
            List<Duration> poll,
            Duration pending,
            Duration review,
            List<Duration> describe) {

        public static final Ages DEFAULT = new Ages(
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                List.of(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Duration.ofHours(6),
                        Duration.ofDays(1)),
                List.of(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15)),
                Duration.ofDays(3),
                List.of(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Duration.ofHours(6),
                        Duration.ofDays(1)),
                Duration.ofDays(30),
                Duration.ofDays(90),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30)));

        public Ages {
            retry = List.copyOf(retry);
            unsent = List.copyOf(unsent);
            poll = List.copyOf(poll);
            describe = List.copyOf(describe);
        }

        /**
         * From issuing a command that only reads to the last moment of its first call. A guarded refund is sent while what
         * was read is younger than {@code facts}, so a read must not spend most of that time in a queue.
         */
        public Duration readWithin() {
            return sendWithin.dividedBy(6);
        }

        static Duration step(List<Duration> steps, int attempt) {
            return steps.get(Math.min(attempt, steps.size() - 1));
        }
    }
}
