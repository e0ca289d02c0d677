package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.lifecycle.NotReadyException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceHoldersTest {

    private final Instance instance = new Instance("worker-0", "0a1b2c3d");
    private final InstanceHolders holders = new InstanceHolders(instance);

    @Test
    void shouldRefuseTheIdOfAnotherProcessAndNameIt() {
        assertThatThrownBy(() -> holders.requireNone(
                        "refund-intake",
                        instance.intakeMembers(1),
                        List.of(member("worker-0-0", "refund-intake-worker-0-ffffffff-0"))))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("its instance id worker-0, which another process has")
                .hasMessageContaining("client refund-intake-worker-0-ffffffff-0 at /10.0.0.7 in group refund-intake");
    }

    @Test
    void shouldRecognizeItsOwnEarlierMembership() {
        assertThatCode(() -> holders.requireNone(
                        "refund-intake",
                        instance.intakeMembers(1),
                        List.of(member("worker-0-0", "refund-intake-worker-0-0a1b2c3d-0"))))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNotMindOtherInstances() {
        assertThatCode(() -> holders.requireNone(
                        "refund-intake",
                        instance.intakeMembers(1),
                        List.of(member("worker-0-1", "refund-intake-worker-0-1-ffffffff"), member(null, "somebody"))))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldKnowTheMembersOfAStepWithSeveralThreads() {
        assertThatThrownBy(() -> holders.requireNone(
                        "refund-decide",
                        instance.decideMembers(2),
                        List.of(member("worker-0-2", "refund-decide-worker-0-ffffffff-StreamThread-2-consumer"))))
                .isInstanceOf(NotReadyException.class);
        assertThatThrownBy(() -> holders.requireNone(
                        "refund-intake",
                        instance.intakeMembers(2),
                        List.of(member("worker-0-0", "refund-intake-worker-0-ffffffff-0"))))
                .isInstanceOf(NotReadyException.class);
    }

    private static MemberDescription member(@Nullable String instanceId, String clientId) {
        return new MemberDescription(
                "member-1", Optional.ofNullable(instanceId), clientId, "/10.0.0.7", new MemberAssignment(Set.of()));
    }
}
