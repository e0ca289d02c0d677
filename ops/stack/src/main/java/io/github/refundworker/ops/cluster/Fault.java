package io.github.refundworker.ops.cluster;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The faults of the cluster drill. The labels are public: they are options and properties of the JSON. */
public enum Fault {
    /** {@code kill -9} of a worker, which its supervisor starts again at once. */
    WORKER_KILLED,
    /** {@code kill -9} of a worker, which stays away until the others do its work. */
    WORKER_GONE,
    /** {@code kill -9} of a broker that does not lead the controllers, started again when the others have noticed. */
    BROKER_KILLED,
    /** {@code kill -9} of the broker that leads the controllers, started again when the others have noticed. */
    CONTROLLER_KILLED,
    /** {@code kill -9} of all brokers at once, started again at once. */
    ALL_BROKERS_KILLED,
    /** {@code kill -9} of all workers at once, started again at once. */
    ALL_WORKERS_KILLED,
    /** SIGSTOP of a worker for longer than its sessions and transactions last, then SIGCONT. */
    WORKER_PAUSED,
    /** SIGSTOP of a broker for longer than its session and the clients' requests last, then SIGCONT. */
    BROKER_PAUSED,
    /** No byte passes between a worker and the brokers, for longer than its sessions and transactions last. */
    WORKER_CUT_OFF,
    /** No byte passes between a broker and the workers; the brokers still reach each other. */
    BROKER_CUT_OFF,
    /** No byte passes between a broker and the other two, nor between their controllers; the workers reach all three. */
    BROKER_CUT_FROM_BROKERS,
    /** {@code kill -9} of two brokers: no quorum of controllers, and fewer replicas in sync than a write needs. */
    TWO_BROKERS_KILLED,
    /** One broker killed while every topic of the worker demands all three replicas. */
    ISR_BELOW_MINIMUM,
    /** The status topic takes no record of an event's size for a while. */
    STATUS_TOPIC_REFUSES,
    /** The workers may not write to any of their topics for a while. */
    WRITING_FORBIDDEN,
    /** The workers may not read requests and commands for a while; processes that are dead then are started again. */
    READING_FORBIDDEN,
    /** The requests topic gets one more partition. */
    REQUEST_PARTITIONS_RAISED,
    /** Strangers leave transactions open on three topics, until the brokers end them. */
    TRANSACTIONS_LEFT_OPEN,
    /** The offsets of the step that takes requests in are set to the beginning. */
    INTAKE_OFFSETS_RESET,
    /** The group of the step that takes requests in is deleted. */
    INTAKE_OFFSETS_DELETED,
    /** A worker is killed, and starts without its state directory. */
    STATE_DELETED,
    /** A worker is killed, and starts with a copy of another one's state directory. */
    STATE_COPIED,
    /** A worker is killed, and starts with its state directory of a quarter of a minute ago. */
    STATE_AGED,
    /** A fourth worker starts under the instance id of one that is alive. */
    INSTANCE_ID_TAKEN,
    /** Each worker is told to end and started again, one after the other. */
    ROLLING_RESTART,
    /** A broker's files take no more bytes for a while; a broker ends then, and is started again. */
    DISK_FULL_AT_BROKER,
    /** A worker's files take no more bytes for a while. */
    DISK_FULL_AT_WORKER,
    /** {@code kill -9} of the provider, started again after a while. */
    PROVIDER_KILLED,
    /** A worker is killed, and starts with a clock that is five days ahead, and then again with the right one. */
    CLOCK_OFF,
    /** The provider pays and loses a third of its answers for a while. */
    ANSWERS_LOST,
    /** SIGSTOP of a worker for longer than a command may be sent, then SIGCONT; takes minutes, so only on demand. */
    WORKER_PAUSED_FOR_MINUTES,
    /** Each worker of the previous release is replaced by one of this release; needs a build of the previous release. */
    ROLLING_UPGRADE,
    /** The way back. */
    ROLLING_DOWNGRADE;

    private static final Set<Fault> UPGRADES = EnumSet.of(ROLLING_UPGRADE, ROLLING_DOWNGRADE);

    /** What happens to nobody else meanwhile, so that faults of other kinds can come at the same time. */
    enum Kind {
        WORKER,
        ALL_WORKERS,
        BROKERS,
        TOPICS,
        PROVIDER,
        /** Comes alone: it takes minutes, or what it shows is hidden by other faults. */
        ALONE
    }

    Kind kind() {
        return switch (this) {
            case WORKER_KILLED,
                    WORKER_GONE,
                    WORKER_PAUSED,
                    WORKER_CUT_OFF,
                    STATE_DELETED,
                    STATE_COPIED,
                    DISK_FULL_AT_WORKER -> Kind.WORKER;
            case ALL_WORKERS_KILLED, INTAKE_OFFSETS_RESET, INTAKE_OFFSETS_DELETED -> Kind.ALL_WORKERS;
            case BROKER_KILLED,
                    CONTROLLER_KILLED,
                    ALL_BROKERS_KILLED,
                    BROKER_PAUSED,
                    BROKER_CUT_OFF,
                    BROKER_CUT_FROM_BROKERS,
                    TWO_BROKERS_KILLED,
                    ISR_BELOW_MINIMUM,
                    DISK_FULL_AT_BROKER -> Kind.BROKERS;
            case STATUS_TOPIC_REFUSES, WRITING_FORBIDDEN, REQUEST_PARTITIONS_RAISED -> Kind.TOPICS;
            case PROVIDER_KILLED, ANSWERS_LOST -> Kind.PROVIDER;
            case READING_FORBIDDEN,
                    TRANSACTIONS_LEFT_OPEN,
                    STATE_AGED,
                    INSTANCE_ID_TAKEN,
                    ROLLING_RESTART,
                    CLOCK_OFF,
                    WORKER_PAUSED_FOR_MINUTES,
                    ROLLING_UPGRADE,
                    ROLLING_DOWNGRADE -> Kind.ALONE;
        };
    }

    /** Whether a worker must call itself not ready meanwhile, because it can do none of its work. */
    boolean stopsWork() {
        return switch (this) {
            case ALL_BROKERS_KILLED,
                    TWO_BROKERS_KILLED,
                    ISR_BELOW_MINIMUM,
                    STATUS_TOPIC_REFUSES,
                    WRITING_FORBIDDEN,
                    READING_FORBIDDEN,
                    WORKER_CUT_OFF,
                    CLOCK_OFF -> true;
            default -> false;
        };
    }

    /** Those that a cluster of this release alone can have. */
    public static List<Fault> all() {
        return Arrays.stream(values())
                .filter(fault -> !UPGRADES.contains(fault))
                .toList();
    }

    /** All of them but those that take minutes. */
    public static List<Fault> usual() {
        return all().stream()
                .filter(fault -> fault != WORKER_PAUSED_FOR_MINUTES)
                .filter(fault -> fault != CLOCK_OFF || DrillProcess.canMoveClocks())
                .toList();
    }

    /** Those that can come at the same time as others. */
    public static List<Fault> together() {
        return usual().stream().filter(fault -> fault.kind() != Kind.ALONE).toList();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fault of that label; empty if there is none. */
    public static Optional<Fault> of(String label) {
        return all().stream()
                .filter(fault -> fault.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
