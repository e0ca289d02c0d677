package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.execute.ExecutorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything under {@code refunds.}. An unknown key there, and a value that is not allowed, stop the start.
 *
 * @param namespace tells deployments apart, so that a refund of staging is none of production: part of every refund id
 *     and of every event's source. 1–40 of {@code a-z 0-9 -}. It has no default outside the profile {@code local}, and
 *     must never change
 * @param instanceId names this process among its like, constant over restarts: a restarted process gets its partitions
 *     back without waiting for its predecessor's session to end. The host's name if not set
 * @param roles what this process does: any of {@code intake}, {@code decide}, {@code execute}, {@code api}. All of them
 * @param stateDirectory where the stores of the charges lie. May be lost, at the price of a restore. {@code state}
 * @param defaultAccount the account of a request that names none; may be left out if there is only one
 * @param accounts the provider accounts by name: 1–40 of {@code a-z 0-9} and inner hyphens, as it is part of a topic's
 *     name
 * @param guardRequired whether a partial refund must state {@code previouslyRefundedAmount}. {@code false}
 * @param factsMaxAge how old the provider's word may be where a decision rests on it. {@code 60s}
 * @param requestMaxAge how old a request may be that was never seen. {@code 30d}
 */
@ConfigurationProperties(value = "refunds", ignoreUnknownFields = false)
record RefundsProperties(
        @Nullable String namespace,
        @Nullable String instanceId,

        @DefaultValue({"intake", "decide", "execute", "api"})
        Set<Role> roles,

        @DefaultValue("state") Path stateDirectory,
        @Nullable String defaultAccount,
        @DefaultValue Map<String, AccountProperties> accounts,
        @DefaultValue("false") boolean guardRequired,
        @DefaultValue("60s") Duration factsMaxAge,
        @DefaultValue("30d") Duration requestMaxAge,
        @DefaultValue AgesProperties ages,
        @DefaultValue Limits limits,
        @DefaultValue Topics topics,
        @DefaultValue Intake intake,
        @DefaultValue Decide decide,
        @DefaultValue Execute execute,
        @DefaultValue Api api) {

    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    RefundsProperties {
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
        require(positive(factsMaxAge), "refunds.facts-max-age", factsMaxAge, "longer than nothing, e.g. 60s");
        require(positive(requestMaxAge), "refunds.request-max-age", requestMaxAge, "longer than nothing, e.g. 30d");
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

    private static void checkAccounts(Map<String, AccountProperties> accounts) {
        Map<AccountProperties.Merchant, String> merchants = new HashMap<>();
        accounts.forEach((name, account) -> {
            String key = "refunds.accounts." + name;
            require(AccountName.isValid(name), key, name, "as a name, 1 to 40 of a-z, 0-9 and inner hyphens");
            account.check(key);
            AccountProperties.Merchant merchant = account.merchant();
            String other = merchant == null ? null : merchants.putIfAbsent(merchant, name);
            require(
                    other == null,
                    key + "." + (merchant == null ? "type" : merchant.key()),
                    "that of " + other,
                    "one that no other account has; the two are the same merchant");
        });
    }

    private static boolean positive(Duration duration) {
        return duration.isPositive();
    }

    AccountProperties account(AccountName name) {
        return requireNonNull(accounts.get(name.value()));
    }

    String requiredNamespace() {
        return requireNonNull(namespace);
    }

    AccountName requiredDefaultAccount() {
        return new AccountName(
                defaultAccount != null
                        ? defaultAccount
                        : accounts.keySet().iterator().next());
    }

    /**
     * How much one charge may hold; beyond it new requests are refused and nothing is forgotten.
     *
     * @param requestIds remembered ids of requests. {@code 1000}
     * @param refunds of one charge. {@code 200}
     * @param state its stored form, at most 768 KB. {@code 256KB}
     */
    record Limits(
            @DefaultValue("1000") int requestIds,
            @DefaultValue("200") int refunds,
            @DefaultValue("256KB") DataSize state) {
        Limits {
            require(requestIds > 0, "refunds.limits.request-ids", requestIds, "1 or more");
            require(refunds > 0, "refunds.limits.refunds", refunds, "1 or more");
            require(
                    state.toBytes() >= 1024 && state.toKilobytes() <= 768,
                    "refunds.limits.state",
                    state,
                    "1KB to 768KB");
        }

        Policy.Limits toPolicy() {
            Policy.Limits rest = Policy.Limits.DEFAULT;
            return new Policy.Limits(
                    requestIds, refunds, Math.toIntExact(state.toBytes()), rest.waiting(), rest.waitingBytes());
        }
    }

    /**
     * The topics of the worker.
     *
     * @param prefix in front of all their names, and of the consumer groups'. None
     * @param partitions of every topic of the worker. {@code 8}. It must never change: a charge's partition is computed
     *     from it
     * @param replicationFactor copies of each topic. {@code 3}; 1 in the profile {@code local}
     * @param minInSyncReplicas copies without which nothing is written. {@code 2}; 1 in the profile {@code local}
     * @param create whether missing topics are created; if not, they are waited for. {@code true}
     */
    record Topics(
            @DefaultValue("") String prefix,
            @DefaultValue("8") int partitions,
            @DefaultValue("3") short replicationFactor,
            @DefaultValue("2") short minInSyncReplicas,
            @DefaultValue("true") boolean create) {
        Topics {
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
    }

    /**
     * The step that takes requests in.
     *
     * @param threads each reads some of the partitions. {@code 1}
     */
    record Intake(
            @DefaultValue("1") int threads, @DefaultValue Flood flood) {
        Intake {
            require(threads > 0, "refunds.intake.threads", threads, "1 or more");
        }

        /**
         * When so many requests become dead letters that no more are taken.
         *
         * @param ratio of the latest requests that must have died, in intake or in decide. {@code 0.5}; {@code 0} lets
         *     everything pass, which is the way to be rid of garbage that is known
         * @param window how many requests are the latest; so many may die before it stops. {@code 200}
         * @param pause before a tenth of a window is tried; if they die too, it pauses again. {@code 5m}
         */
        record Flood(
                @DefaultValue("0.5") double ratio,
                @DefaultValue("200") int window,
                @DefaultValue("5m") Duration pause) {
            Flood {
                require(ratio >= 0 && ratio <= 1, "refunds.intake.flood.ratio", ratio, "0 to 1");
                require(window > 0 && window <= 100_000, "refunds.intake.flood.window", window, "1 to 100000");
                require(positive(pause), "refunds.intake.flood.pause", pause, "longer than nothing, e.g. 5m");
            }

            DeadLetterFlood.Settings toSettings() {
                return new DeadLetterFlood.Settings(ratio, window, pause);
            }
        }
    }

    /**
     * The step that decides.
     *
     * @param threads each works on some of the partitions, with transactions of its own. {@code 1}
     * @param minCommitPause how long a thread goes on between two commits while it has little to do. {@code 5ms}
     * @param maxCommitPause how long while it is busy all the time: more is a higher throughput. {@code 100ms}
     * @param standbys how many other processes keep a copy of each store, so that one of them takes over at once when a
     *     process ends. Without, its charges wait until it is back, or their stores are restored elsewhere. {@code 0}
     */
    record Decide(
            @DefaultValue("1") int threads,
            @DefaultValue("5ms") Duration minCommitPause,
            @DefaultValue("100ms") Duration maxCommitPause,
            @DefaultValue("0") int standbys) {
        Decide {
            require(threads > 0, "refunds.decide.threads", threads, "1 or more");
            require(standbys >= 0 && standbys <= 5, "refunds.decide.standbys", standbys, "0 to 5");
            require(minCommitPause.toMillis() > 0, "refunds.decide.min-commit-pause", minCommitPause, "1ms or longer");
            require(
                    maxCommitPause.compareTo(minCommitPause) >= 0,
                    "refunds.decide.max-commit-pause",
                    maxCommitPause,
                    "not shorter than refunds.decide.min-commit-pause, which is " + minCommitPause);
        }
    }

    /**
     * The step that talks to the providers, each account on its own.
     *
     * @param maxInFlight calls at the same time, of one account. {@code 1000}
     * @param patience how long what certainly was not executed is tried again at once; later it is the decider's. {@code
     *     10s}
     * @param callTimeout the longest that one call takes; at most half of {@code refunds.ages.call-limit}. {@code 10s}
     * @param breaker when calls to a provider that fails are stopped
     */
    record Execute(
            @DefaultValue("1000") int maxInFlight,
            @DefaultValue("10s") Duration patience,
            @DefaultValue("10s") Duration callTimeout,
            @DefaultValue Breaker breaker) {
        Execute {
            require(
                    maxInFlight > 0 && maxInFlight <= 100_000,
                    "refunds.execute.max-in-flight",
                    maxInFlight,
                    "1 to 100000");
            require(!patience.isNegative(), "refunds.execute.patience", patience, "zero or longer, e.g. 10s");
            require(
                    positive(callTimeout),
                    "refunds.execute.call-timeout",
                    callTimeout,
                    "longer than nothing, e.g. 10s");
        }
    }

    /**
     * The HTTP API.
     *
     * @param address where the other processes reach this one's {@code server.port}, as {@code host:port}: a question is
     *     passed on to the one that has the charge. Constant over restarts. The host's full name and the port if not set
     * @param decideAddress where a process with the role {@code decide} answers, as {@code host:port}, for one without it
     * @param key in the profile {@code local} only: lets in who sends it as {@code X-Api-Key}. If not set, a random one is
     *     made and kept in the file {@code api-key} of the state directory
     */
    record Api(
            @Nullable String address,
            @Nullable String decideAddress,
            @Nullable Secret key) {
        private static final String HOST_AND_PORT = "[a-zA-Z0-9._-]{1,253}:[1-9][0-9]{0,4}";

        Api {
            require(
                    address == null || address.matches(HOST_AND_PORT),
                    "refunds.api.address",
                    address,
                    "host:port, e.g. worker-0.workers:8080");
            require(
                    decideAddress == null || decideAddress.matches(HOST_AND_PORT),
                    "refunds.api.decide-address",
                    decideAddress,
                    "host:port, e.g. refund-worker-decide:8080");
            require(
                    key == null || key.value().matches("[!-~]{16,200}"),
                    "refunds.api.key",
                    key,
                    "16 to 200 printable ASCII characters");
        }

        String requiredDecideAddress() {
            return requireNonNull(decideAddress);
        }
    }

    /**
     * The circuit breaker of each account. Open, it has nothing sent to the provider and the account's commands left on
     * their topic; then a few calls find out whether the provider is back. What is owed meanwhile is sent later.
     *
     * @param failureRate per cent of the calls in the window that must have failed: not reached, no answer, a server
     *     error. {@code 50}
     * @param minimumCalls fewer calls in the window say nothing. {@code 20}
     * @param window the time before now that is looked at. {@code 30s}
     * @param openFor how long nothing is sent; less than {@code refunds.ages.send-within}. {@code 30s}
     * @param trialCalls how many calls are then let through to see whether the provider is back. {@code 5}
     */
    record Breaker(
            @DefaultValue("50") int failureRate,
            @DefaultValue("20") int minimumCalls,
            @DefaultValue("30s") Duration window,
            @DefaultValue("30s") Duration openFor,
            @DefaultValue("5") int trialCalls) {
        private static final String KEY = "refunds.execute.breaker.";

        Breaker {
            require(failureRate >= 1 && failureRate <= 100, KEY + "failure-rate", failureRate, "1 to 100");
            require(minimumCalls >= 1, KEY + "minimum-calls", minimumCalls, "1 or more");
            require(
                    window.toSeconds() >= 1 && window.compareTo(Duration.ofHours(1)) <= 0,
                    KEY + "window",
                    window,
                    "1s to 1h");
            require(openFor.toMillis() >= 1, KEY + "open-for", openFor, "1ms or longer");
            require(trialCalls >= 1, KEY + "trial-calls", trialCalls, "1 or more");
        }

        ExecutorSettings.Breaker toSettings() {
            return new ExecutorSettings.Breaker(failureRate, minimumCalls, window, openFor, trialCalls);
        }
    }
}
