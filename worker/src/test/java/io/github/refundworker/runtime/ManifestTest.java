package io.github.refundworker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.Approved;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.runtime.Acls.Rule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What is deployed beside the worker is made from what the worker checks. */
class ManifestTest {
    private static final Path STRIMZI = Path.of("../ops/deploy/kubernetes/strimzi");
    private static final TopicNames NAMES = new TopicNames("");
    private static final List<AccountName> ACCOUNTS = List.of(new AccountName("main"));
    private static final TopicLayout LAYOUT =
            new TopicLayout(NAMES, new RefundsProperties.Topics("", 8, (short) 3, (short) 2, false), ACCOUNTS);

    private static Map<String, List<Rule>> users() {
        Acls acls = new Acls(NAMES, LAYOUT, ACCOUNTS, false);
        Map<String, List<Rule>> users = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            users.put("refund-" + role.name().toLowerCase(Locale.ROOT), acls.of(role));
        }
        users.put("refund-dead-letters", acls.ofDeadLetterTool());
        users.put("refund-review", acls.ofReviewTool());
        return users;
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
                        + " --config message.timestamp.type=LogAppendTime --config min.insync.replicas=2");
        assertThat(Manifest.aclsForShell(users()))
                .contains(
                        "--allow-principal User:refund-decide \\\n  --operation Write --transactional-id refund-decide"
                                + " --resource-pattern-type prefixed")
                .contains(
                        "User:refund-execute \\\n  --operation Read --operation Describe --group refund-execute-main\n");
    }

    /** Whoever may write to the log of a charge may have money moved. */
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
        assertThat(users().get("refund-execute"))
                .filteredOn(rule ->
                        rule.type() == ResourceType.TOPIC && rule.operations().contains(AclOperation.WRITE))
                .extracting(Rule::name)
                .containsExactly("refund-inputs", "refund-clocks");
    }
}
