package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.process.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes a fault in the cluster, and then does what a supervisor would do: it starts the process again, say. */
final class Nemesis {

    /** Longer than the brokers' session with the controller, 9 s, and than the clients' requests for a dead leader. */
    private static final Duration AWAY = Duration.ofSeconds(15);

    /** Longer than the workers' sessions and transactions, 10 s each, and than a request of their clients, 10 s. */
    private static final Duration PAUSE = Duration.ofSeconds(25);

    /** Longer than the worker's default {@code refunds.ages.send-within}, two minutes. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(150);

    private static final Duration CLOCK_AHEAD = Duration.ofDays(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final long POLL_MS = 200;

    private final DrillCluster cluster;
    private final ProviderClient provider;
    private final TopicMischief topics;
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

    Nemesis(DrillCluster cluster, ProviderClient provider) {
        this.cluster = cluster;
        this.provider = provider;
        this.topics = new TopicMischief(cluster.admin(), cluster.layout());
    }

    /** When an act began to hurt, and when the nemesis had let go, by {@link System#nanoTime}. */
    record Moments(long begun, long healed) {}

    /** What a worker did during an act that it must not do. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** Returns when it has let go. */
    Moments perform(Act act) throws IOException, InterruptedException {
        int controller = cluster.admin().controller().orElse(0);
        List<DrillProcess> workers = cluster.workers();
        List<DrillProcess> brokers = cluster.brokers();
        DrillProcess worker = workers.get(act.target());
        DrillProcess broker = brokers.get(act.target());
        long begun = System.nanoTime();
        switch (act.fault()) {
            case WORKER_KILLED -> killed(List.of(worker), Duration.ZERO);
            case WORKER_GONE -> killed(List.of(worker), AWAY.multipliedBy(2));
            case BROKER_KILLED -> killed(List.of(brokers.get(otherThan(controller, act.target()))), AWAY);
            case CONTROLLER_KILLED -> killed(List.of(brokers.get(controller)), AWAY);
            case ALL_BROKERS_KILLED -> killed(brokers, Duration.ZERO);
            case ALL_WORKERS_KILLED -> killed(workers, Duration.ZERO);
            case WORKER_PAUSED -> worker.pause(PAUSE);
            case WORKER_PAUSED_FOR_MINUTES -> worker.pause(LONG_PAUSE);
            case BROKER_PAUSED -> broker.pause(PAUSE);
            case WORKER_CUT_OFF -> cutOff(now -> cluster.wires().cutWorker(act.target(), now));
            case BROKER_CUT_OFF -> cutOff(now -> cluster.wires().cutBroker(act.target(), now));
            case BROKER_CUT_FROM_BROKERS -> cutOff(now -> cluster.wires().cutBrokerFromBrokers(act.target(), now));
            case TWO_BROKERS_KILLED ->
                killed(brokers.stream().filter(other -> other != broker).toList(), AWAY);
            case ISR_BELOW_MINIMUM -> {
                topics.demandAllReplicas();
                begun = System.nanoTime();
                broker.kill();
                sleep(AWAY);
                topics.demandTwoReplicas();
                broker.start();
            }
            case STATUS_TOPIC_REFUSES -> {
                topics.refuseEvents();
                sleep(AWAY);
                topics.takeEvents();
            }
            case WRITING_FORBIDDEN -> {
                topics.forbidWriting(true);
                sleep(AWAY);
                topics.forbidWriting(false);
            }
            case READING_FORBIDDEN -> {
                topics.forbidReading(true);
                sleep(AWAY);
                topics.forbidReading(false);
                startTheDead();
            }
            case REQUEST_PARTITIONS_RAISED -> topics.raiseRequestPartitions();
            case TRANSACTIONS_LEFT_OPEN -> topics.leaveTransactionsOpen(act.number());
            case INTAKE_OFFSETS_RESET -> {
                killAll(workers);
                topics.readRequestsAgain();
                startAll(workers);
            }
            case INTAKE_OFFSETS_DELETED -> {
                killAll(workers);
                topics.forgetIntakesOffsets();
                startAll(workers);
            }
            case STATE_AGED -> begun = aged(act.target());
            case CLOCK_OFF -> clockOff(act.target());
            case STATE_DELETED -> {
                worker.kill();
                Directories.delete(state(act.target()));
                worker.start();
            }
            case STATE_COPIED -> {
                worker.kill();
                Directories.delete(state(act.target()));
                copyState(state((act.target() + 1) % ClusterLayout.NODES), state(act.target()));
                worker.start();
            }
            case INSTANCE_ID_TAKEN -> impostor(act.target());
            case ROLLING_RESTART -> oneAfterTheOther();
            case ROLLING_UPGRADE -> {
                topics.setAs(cluster.topics());
                replaced(true);
            }
            case ROLLING_DOWNGRADE -> replaced(false);
            case DISK_FULL_AT_BROKER -> diskFull(broker);
            case DISK_FULL_AT_WORKER -> diskFull(worker);
            case PROVIDER_KILLED -> killed(List.of(cluster.simulator()), AWAY);
            case ANSWERS_LOST -> {
                provider.misbehave(Map.of("responseLost", Map.of("probability", 0.33)));
                sleep(AWAY);
                provider.misbehave(Map.of());
            }
        }
        return new Moments(begun, System.nanoTime());
    }

    private void replaced(boolean isNew) throws IOException, InterruptedException {
        for (int node = 0; node < ClusterLayout.NODES; node++) {
            cluster.release(node, isNew);
        }
        oneAfterTheOther();
    }

    private void oneAfterTheOther() throws IOException, InterruptedException {
        for (int node = 0; node < ClusterLayout.NODES; node++) {
            cluster.workers().get(node).stop(STOP_LIMIT);
            cluster.workers().get(node).start();
            if (!isReadyInTime(node)) {
                // As a StatefulSet does: the others stay as they are.
                findings.add("worker " + node + " was not ready within " + START_LIMIT.toSeconds()
                        + " s after it was replaced: "
                        + cluster.ready().says(node).orElse("it does not answer"));
                return;
            }
        }
    }

    private Path state(int worker) {
        return cluster.layout().state(worker);
    }

    private static int otherThan(int controller, int target) {
        return target == controller ? (controller + 1) % ClusterLayout.NODES : target;
    }

    /** All of them at once, then all of them again. */
    private static void killed(List<DrillProcess> processes, Duration away) throws IOException, InterruptedException {
        killAll(processes);
        sleep(away);
        startAll(processes);
    }

    private interface Cut {
        void set(boolean now);
    }

    private static void cutOff(Cut cut) throws InterruptedException {
        cut.set(true);
        sleep(PAUSE);
        cut.set(false);
    }

    /** As a kubelet does when the liveness probe fails. */
    private void startTheDead() throws IOException, InterruptedException {
        for (int node = 0; node < ClusterLayout.NODES; node++) {
            if (!cluster.ready().succeeds(cluster.layout().liveness(node))) {
                cluster.workers().get(node).kill();
                cluster.workers().get(node).start();
            }
        }
    }

    /** Ends the worker in peace first: only then are its stores of use to a later start. Returns when it was killed. */
    private long aged(int target) throws IOException, InterruptedException {
        DrillProcess worker = cluster.workers().get(target);
        Path old = cluster.layout().directory().resolve("worker-" + target + "-old");
        worker.stop(STOP_LIMIT);
        Directories.delete(old);
        copyState(state(target), old);
        worker.start();
        if (!isReadyInTime(target)) {
            findings.add(
                    "worker " + target + " was not ready within " + START_LIMIT.toSeconds() + " s after a restart");
        }
        sleep(AWAY);
        long begun = System.nanoTime();
        worker.kill();
        Directories.delete(state(target));
        copyState(old, state(target));
        worker.start();
        return begun;
    }

    /** A worker that decides nothing has none. */
    private static void copyState(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Directories.copy(from, to);
        }
    }

    /** Meanwhile the worker must not be ready, and must say why. */
    private void clockOff(int target) throws IOException, InterruptedException {
        DrillProcess worker = cluster.workers().get(target);
        worker.kill();
        worker.startAhead(CLOCK_AHEAD);
        long until = System.nanoTime() + AWAY.multipliedBy(2).toNanos();
        Set<String> said = new LinkedHashSet<>();
        while (System.nanoTime() < until) {
            if (cluster.ready().isReady(target)) {
                findings.add("worker " + target + " was ready with a clock that is days ahead");
            }
            cluster.ready().says(target).ifPresent(said::add);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        if (said.stream().noneMatch(text -> text.contains("clock"))) {
            findings.add("worker " + target + " did not say that its clock is days ahead, but: " + said);
        }
        worker.kill();
        worker.start();
    }

    private static void diskFull(DrillProcess process) throws IOException, InterruptedException {
        process.fillDisk(true);
        sleep(AWAY);
        process.fillDisk(false);
        if (!process.isAlive()) {
            process.start();
        }
    }

    private static void killAll(List<DrillProcess> processes) throws InterruptedException {
        for (DrillProcess process : processes) {
            process.kill();
        }
    }

    private static void startAll(List<DrillProcess> processes) throws IOException {
        for (DrillProcess process : processes) {
            process.start();
        }
    }

    /** The worker that is alive must stay ready, and the other one must say why it waits. */
    private void impostor(int worker) throws IOException, InterruptedException {
        DrillProcess impostor = cluster.impostor(worker);
        impostor.start();
        long until = System.nanoTime() + AWAY.multipliedBy(2).toNanos();
        String said = "";
        while (System.nanoTime() < until) {
            said = cluster.ready().says(ClusterLayout.NODES).orElse(said);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        if (!said.contains("its instance id worker-" + worker + ", which another process has")) {
            findings.add("a second worker-" + worker + " did not say that another process has its id, but: " + said);
        }
        impostor.kill();
    }

    private boolean isReadyInTime(int worker) throws InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!cluster.ready().isReady(worker)) {
            if (System.nanoTime() > until) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }

    private static void sleep(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
