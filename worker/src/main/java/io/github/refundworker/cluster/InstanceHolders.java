package io.github.refundworker.cluster;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.lifecycle.NotReadyException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Keeps a process from taking the instance id of another one. The brokers give a static membership to the last process
 * that claims it, and end the consumers of the first one; a supervisor then starts the first one again, and it ends those of
 * the second.
 */
final class InstanceHolders {
    private final Instance instance;

    InstanceHolders(Instance instance) {
        this.instance = instance;
    }

    /**
     * Returns if this process may join its groups.
     *
     * @param ids under which it will be a member, by group
     * @throws NotReadyException while another process is a member under one of these ids. If that process is dead, the
     *     brokers remove it when its session is over
     */
    void requireNone(Brokers brokers, Map<String, Set<String>> ids) {
        ids.forEach((group, own) -> {
            ConsumerGroupDescription found = brokers.awaitUnless(
                    GroupIdNotFoundException.class,
                    "group " + group,
                    requireNonNull(brokers.admin()
                            .describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)));
            if (found != null) {
                requireNone(group, own, found.members());
            }
        });
    }

    void requireNone(String group, Set<String> own, Collection<MemberDescription> members) {
        for (MemberDescription member : members) {
            if (member.groupInstanceId().filter(own::contains).isPresent()
                    && !member.clientId().contains(instance.name())) {
                throw new NotReadyException("its instance id " + instance.id() + ", which another process has: client "
                        + member.clientId() + " at " + member.host() + " in group " + group
                        + ". If that process is dead, its session ends within seconds and this one starts. If it is alive,"
                        + " stop it, or give one of the two another refunds.instance-id");
            }
        }
    }
}
