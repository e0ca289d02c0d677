package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.Approved;
import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.cluster.Acls.Rule;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.settings.RefundsProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What is deployed beside the worker is made from what the worker checks. */
class ManifestTest {
    private static final Path STRIMZI = Path.of("../ops/deploy/kubernetes/strimzi");
    private static final TopicNames NAMES = new TopicNames("");
    private static final List<AccountName> ACCOUNTS = List.of(new AccountName("main"));
    private static final TopicLayout LAYOUT = new TopicLayout(
            NAMES, new RefundsProperties.Topics("", 8, (short) 3, (short) 2, false, true, Set.of()), ACCOUNTS);

    private static Map<String, List<Rule>> users() {
        return users(false);
    }

    private static Map<String, List<Rule>> users(boolean createsTopics) {
        return new Acls(NAMES, LAYOUT, ACCOUNTS, createsTopics).byUser("refund-");
    }

    @Test
    void shouldBeWhatIsDeployed() {
        Approved.verify(STRIMZI.resolve("topics.yaml"), Manifest.topicsForStrimzi(LAYOUT.all(), "kafka"));
        Approved.verify(STRIMZI.resolve("users.yaml"), Manifest.aclsForStrimzi(users(), "kafka"));
    }

    @Test
    void shouldBeRunnableByKafkasOwnScripts() {
        assertThat(Manifest.topicsForShell(LAYOUT.all()))
                .contains("--create --if-not-exists --topic refund-inputs \\\n  --partitions 8 --replication-factor 3"
                        + " --config max.decompressed.message.bytes=1048588"
                        + " --config message.timestamp.type=LogAppendTime --config min.insync.replicas=2");
        assertThat(Manifest.aclsForShell(users()))
                .contains(
                        "--allow-principal User:refund-decide \\\n  --operation Write --transactional-id refund-decide"
                                + " --resource-pattern-type prefixed")
                .contains(
                        "User:refund-execute \\\n  --operation Read --operation Describe --group refund-execute-main\n");
    }

    /** A user that may write to the log of a charge can cause a payment. */
    @Test
    void shouldLetNobodyDoMoreThanItsRole() {
        users().forEach((user, rules) -> assertThat(rules)
                .as(user)
                .noneMatch(rule -> rule.operations().contains(AclOperation.ALL)
                        || rule.operations().contains(AclOperation.DELETE)
                        || rule.operations().contains(AclOperation.ALTER)));
        assertThat(users().get("refund-intake"))
                .noneMatch(rule -> rule.name().startsWith("refund-commands")
                        && rule.operations().contains(AclOperation.READ));
        assertThat(written(users(), "refund-execute")).containsExactly("refund-inputs", "refund-clocks");
        assertThat(written(users(), "refund-upstream")).containsExactly("refund-requests");
        assertThat(written(users(), "refund-review")).containsExactly("refund-inputs", "refund-audit");
        assertThat(written(users(), "refund-console"))
                .containsExactly("refund-requests-dlt-state", "refund-audit", "refund-requests", "refund-inputs");
        assertThat(written(users(), "refund-dead-letters"))
                .containsExactly(
                        "refund-requests-dlt-state",
                        "refund-inputs-dlt-state",
                        "refund-audit",
                        "refund-requests",
                        "refund-inputs");
    }

    private static Stream<String> written(Map<String, List<Rule>> users, String user) {
        return rules(users, user, AclOperation.WRITE)
                .filter(rule -> rule.type() == ResourceType.TOPIC)
                .map(Rule::name);
    }

    private static Stream<Rule> rules(Map<String, List<Rule>> users, String user, AclOperation operation) {
        return users.getOrDefault(user, List.of()).stream()
                .filter(rule -> rule.operations().contains(operation));
    }

    /** A topic that is made as safe as another is needs a look at that one's settings; one that is there needs none. */
    @Test
    void shouldLetToolsMakeTheirTopicsOnlyWhereTopicsAreMade() {
        for (String user : List.of("refund-dead-letters", "refund-review", "refund-console")) {
            assertThat(rules(users(false), user, AclOperation.CREATE)).as(user).isEmpty();
            assertThat(rules(users(false), user, AclOperation.DESCRIBE_CONFIGS).map(Rule::name))
                    .as(user)
                    .allMatch(rules(users(true), user, AclOperation.CREATE)
                            .map(Rule::name)
                            .toList()::contains);
            assertThat(rules(users(true), user, AclOperation.DESCRIBE_CONFIGS).map(Rule::name))
                    .as(user)
                    .contains("refund-status");
        }
    }
}
