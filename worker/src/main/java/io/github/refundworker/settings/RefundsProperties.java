package io.github.refundworker.settings;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.ProviderAccount.ConfiguredMerchant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything under {@code refunds.}. The worker does not start with an unknown key there, or with a value that is
 * not allowed.
 *
 * @param namespace name of the deployment. It is part of every refund id and of every event's source, so that
 *     staging and production never share a refund. 1–40 of {@code a-z 0-9 -}. It has no default outside the profile
 *     {@code local}, and must never change: a worker with the role {@code decide} does not start under another
 *     namespace than its stored refunds have
 * @param instanceId name of this process, different from all others and constant over restarts, so that a restarted process
 *     gets its partitions back without waiting for the end of its old session. A process does not start while another
 *     live process has the same id. If not set: the host's name
 * @param roles what this process does: any of {@code intake}, {@code decide}, {@code execute}, {@code api}. All of
 *     them
 * @param stateDirectory directory of the stores. If it is lost, the stores are restored. Stores that were unused for
 *     more than 7 days are deleted at the start. {@code state}
 * @param defaultAccount account of a request that names none. Optional if there is only one account
 * @param accounts the provider accounts by name. A name has 1–40 of {@code a-z 0-9} and inner hyphens, because it is
 *     part of a topic's name
 * @param guardRequired whether a partial refund must state {@code previouslyRefundedAmount}. {@code false}
 * @param refundDisputed whether the undisputed rest of a charge may be refunded while a dispute about it is open.
 *     {@code false}
 * @param factsMaxAge maximum age of the reading on which a decision or a guarded payment rests. {@code 0s} reads the
 *     charge before each. {@code 60s}
 * @param requestMaxAge maximum age of a request that the worker has never seen. {@code 30d}
 */
@ConfigurationProperties(value = "refunds", ignoreUnknownFields = false)
public record RefundsProperties(
        @Nullable String namespace,
        @Nullable String instanceId,

        @DefaultValue({"intake", "decide", "execute", "api"})
        Set<Role> roles,

        @DefaultValue("state") Path stateDirectory,
        @Nullable String defaultAccount,
        @DefaultValue Map<String, ProviderAccount> accounts,
        @DefaultValue("false") boolean guardRequired,
        @DefaultValue("false") boolean refundDisputed,
        @DefaultValue("60s") Duration factsMaxAge,
        @DefaultValue("30d") Duration requestMaxAge,
        @DefaultValue AgesProperties ages,
        @DefaultValue Limits limits,
        @DefaultValue Topics topics,
        @DefaultValue IntakeProperties intake,
        @DefaultValue DecideProperties decide,
        @DefaultValue ExecuteProperties execute,
        @DefaultValue ApiProperties api) {

    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    public RefundsProperties {
        require(
                namespace != null && namespace.matches(NAME),
                "refunds.namespace",
                namespace,
                "1 to 40 of a-z, 0-9 and inner hyphens, different for each deployment, e.g. production");
        require(
                instanceId == null || instanceId.matches("[a-zA-Z0-9._-]{1,100}"),
                "refunds.instance-id",
                instanceId,
                "1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-'");
        require(!factsMaxAge.isNegative(), "refunds.facts-max-age", factsMaxAge, "zero or longer, e.g. 60s");
        require(requestMaxAge.isPositive(), "refunds.request-max-age", requestMaxAge, "longer than nothing, e.g. 30d");
        roles = Set.copyOf(roles);
        require(!roles.isEmpty(), "refunds.roles", null, "some of intake, decide, execute, api");
        accounts = Map.copyOf(accounts);
        require(
                !accounts.isEmpty(),
                "refunds.accounts",
                null,
                "at least one account, e.g. refunds.accounts.main.type=http and refunds.accounts.main.url=https://…");
        checkAccounts(accounts);
        require(
                defaultAccount == null ? accounts.size() == 1 : accounts.containsKey(defaultAccount),
                "refunds.default-account",
                defaultAccount,
                "one of " + accounts.keySet().stream().sorted().toList());
        require(
                !roles.contains(Role.API) || roles.contains(Role.DECIDE) || api.decideAddress() != null,
                "refunds.api.decide-address",
                null,
                "where a process with the role decide answers, as this one has the role api without it");
        require(
                execute.callTimeout().multipliedBy(2).compareTo(ages.callLimit()) <= 0,
                "refunds.execute.call-timeout",
                execute.callTimeout(),
                "at most half of refunds.ages.call-limit, which is " + ages.callLimit());
        require(
                execute.breaker().openFor().compareTo(ages.sendWithin()) < 0,
                "refunds.execute.breaker.open-for",
                execute.breaker().openFor(),
                "less than refunds.ages.send-within, which is " + ages.sendWithin());
    }

    private static void checkAccounts(Map<String, ProviderAccount> accounts) {
        Map<ConfiguredMerchant, String> merchants = new HashMap<>();
        accounts.forEach((name, account) -> {
            String key = "refunds.accounts." + name;
            require(AccountName.isValid(name), key, name, "as a name, 1 to 40 of a-z, 0-9 and inner hyphens");
            account.check(key);
            ConfiguredMerchant merchant = account.configuredMerchant();
            String other = merchant == null ? null : merchants.putIfAbsent(merchant, name);
            require(
                    other == null,
                    key + "." + (merchant == null ? "type" : merchant.key()),
                    "that of " + other,
                    "one that no other account has; the two are the same merchant");
        });
    }

    public ProviderAccount account(AccountName name) {
        return requireNonNull(accounts.get(name.value()));
    }

    /** The topics that intake reads. */
    public List<String> requestsTopics() {
        return topics.requests(topicNames());
    }

    public TopicNames topicNames() {
        return new TopicNames(topics.prefix());
    }

    /** As configured, or the host's name as far as Kafka and file systems take it. */
    public String requiredInstanceId() {
        return instanceId != null
                ? instanceId
                : LocalHost.address().getHostName().replaceAll("[^a-zA-Z0-9._-]", "-");
    }

    public String requiredNamespace() {
        return requireNonNull(namespace);
    }

    public AccountName requiredDefaultAccount() {
        return new AccountName(
                defaultAccount != null
                        ? defaultAccount
                        : accounts.keySet().iterator().next());
    }

    /**
     * Limits of one charge. Beyond them the worker rejects new requests and forgets nothing.
     *
     * @param requestIds maximum remembered request ids. Ids of rejected requests are forgotten {@code
     *     refunds.request-max-age} after their last copy was written. {@code 1000}
     * @param refunds maximum refunds of one charge. {@code 200}
     * @param state maximum size of the stored charge; at most 768 KB. {@code 256KB}
     */
    public record Limits(
            @DefaultValue("1000") int requestIds,
            @DefaultValue("200") int refunds,
            @DefaultValue("256KB") DataSize state) {
        public Limits {
            require(requestIds > 0, "refunds.limits.request-ids", requestIds, "1 or more");
            require(refunds > 0, "refunds.limits.refunds", refunds, "1 or more");
            require(
                    state.toBytes() >= 1024 && state.toKilobytes() <= 768,
                    "refunds.limits.state",
                    state,
                    "1KB to 768KB");
        }

        public Policy.Limits toPolicy() {
            Policy.Limits rest = Policy.Limits.DEFAULT;
            return new Policy.Limits(
                    requestIds, refunds, Math.toIntExact(state.toBytes()), rest.waiting(), rest.waitingBytes());
        }
    }

    /**
     * The topics of the worker.
     *
     * @param prefix prefix of the names of all topics and consumer groups. None
     * @param partitions number of partitions of every topic of the worker. It must never change, because the worker
     *     computes a charge's partition from it. {@code 8}
     * @param replicationFactor replicas of each topic; 1 in the profile {@code local}. {@code 3}
     * @param minInSyncReplicas replicas that must be in sync for a write; 1 in the profile {@code local}. {@code 2}
     * @param create whether the worker creates missing topics. If not, it waits for them. {@code true}
     * @param limitUnpacked whether the brokers must refuse a record that is small on the wire and large when it is
     *     unpacked. Brokers of Kafka 4.2.2 can, and those of 4.3.1 cannot. With {@code false} anybody who
     *     may write requests can stop every reader of them. {@code true}
     * @param upstreams names of upstream systems that have a requests topic of their own, {@code refund-requests-NAME}, besides
     *     {@code refund-requests}. A flood of unreadable requests from one then stops nobody else, and only its own users may write
     *     there. A name has 1–40 of {@code a-z 0-9} and inner hyphens. None
     */
    public record Topics(
            @DefaultValue("") String prefix,
            @DefaultValue("8") int partitions,
            @DefaultValue("3") short replicationFactor,
            @DefaultValue("2") short minInSyncReplicas,
            @DefaultValue("true") boolean create,
            @DefaultValue("true") boolean limitUnpacked,
            @DefaultValue Set<String> upstreams) {
        public Topics {
            upstreams = Set.copyOf(upstreams);
            upstreams.forEach(upstream -> require(
                    upstream.matches(NAME) && !upstream.startsWith("dlt"),
                    "refunds.topics.upstreams",
                    upstream,
                    "1 to 40 of a-z, 0-9 and inner hyphens, and not dlt, e.g. shop"));
            require(
                    prefix.matches("[a-zA-Z0-9_-]{0,80}"),
                    "refunds.topics.prefix",
                    prefix,
                    "up to 80 of a-z, A-Z, 0-9, '_' and '-'");
            require(partitions > 0 && partitions <= 1_000, "refunds.topics.partitions", partitions, "1 to 1000");
            require(replicationFactor > 0, "refunds.topics.replication-factor", replicationFactor, "1 or more");
            require(
                    minInSyncReplicas > 0 && minInSyncReplicas <= replicationFactor,
                    "refunds.topics.min-in-sync-replicas",
                    minInSyncReplicas,
                    "1 to refunds.topics.replication-factor, which is " + replicationFactor);
        }

        public List<String> requests(TopicNames names) {
            return Stream.concat(
                            Stream.of(names.requests()),
                            upstreams.stream().sorted().map(names::requests))
                    .toList();
        }
    }
}
