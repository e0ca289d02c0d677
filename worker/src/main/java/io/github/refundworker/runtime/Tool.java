package io.github.refundworker.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.clock.ClockProbe;
import io.github.refundworker.cluster.Acls;
import io.github.refundworker.cluster.Acls.Rule;
import io.github.refundworker.cluster.Brokers;
import io.github.refundworker.cluster.ClusterCheck;
import io.github.refundworker.cluster.Finding;
import io.github.refundworker.cluster.Finding.Level;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.cluster.Manifest;
import io.github.refundworker.cluster.ProtectionCheck;
import io.github.refundworker.cluster.ProviderCheck;
import io.github.refundworker.cluster.TopicLayout;
import io.github.refundworker.cluster.TopicPreparation;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.execute.ExecutorKafka;
import io.github.refundworker.lifecycle.NotReadyException;
import io.github.refundworker.provider.AccountBinding;
import io.github.refundworker.settings.LocalProfile;
import io.github.refundworker.settings.RefundsProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands of the worker's program: check a cluster, and print what the worker needs of it. They read the
 * worker's configuration from the same places, so both always agree.
 */
final class Tool {
    private static final Set<String> VERBS = Set.of("doctor", "topics", "acls");
    private static final int OK = 0;
    private static final int PARTLY = 1;
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 6;
    private static final int OUTPUT = 7;

    private static final int CLOCK_LIMIT_MS = 8_000;
    private static final int CLOCK_LOOK_MS = 50;

    private final RefundsProperties properties;
    private final KafkaClients kafka;
    private final TopicNames names;
    private final TopicLayout layout;
    private final Environment environment;
    private final boolean safe;

    @EnableConfigurationProperties(RefundsProperties.class)
    @ImportAutoConfiguration({KafkaAutoConfiguration.class, SslAutoConfiguration.class})
    static final class Configuration {
        @Bean
        static ConfigurationPropertiesBindHandlerAdvisor accountBinding() {
            return AccountBinding::new;
        }
    }

    private Tool(RefundsProperties properties, KafkaClients kafka, Environment environment) {
        this.properties = properties;
        this.kafka = kafka;
        this.environment = environment;
        this.safe = !LocalProfile.isOn(environment);
        this.names = properties.topicNames();
        this.layout = new TopicLayout(names, properties.topics(), accounts());
    }

    static boolean isVerb(String... args) {
        return args.length > 0 && VERBS.contains(args[0]);
    }

    /** @return the exit code */
    static int run(String... args) {
        SpringApplication application = new SpringApplicationBuilder(Configuration.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .profiles("tool")
                .properties("logging.level.root=ERROR")
                .build();
        try (ConfigurableApplicationContext context = application.run(args)) {
            Tool tool = new Tool(
                    context.getBean(RefundsProperties.class),
                    new KafkaClients(
                            context.getBean(KafkaProperties.class), context.getBean(KafkaConnectionDetails.class)),
                    context.getEnvironment());
            return printed(tool.run(args[0], context.getBean(ApplicationArguments.class)));
        } catch (NotReadyException e) {
            System.err.println(args[0] + ": waiting for " + e.getMessage());
            return UNREACHABLE;
        } catch (IllegalArgumentException e) {
            System.err.println(args[0] + ": " + e.getMessage());
            return USAGE;
        } catch (RuntimeException e) {
            // Spring has printed what is wrong with the configuration.
            return USAGE;
        }
    }

    /**
     * Fails if the output could not be written completely, so that a script does not take a part of it for all of
     * it.
     */
    private static int printed(int status) {
        if (System.out.checkError()) {
            System.err.println("standard output cannot be written");
            return OUTPUT;
        }
        return status;
    }

    private int run(String verb, ApplicationArguments options) {
        return switch (verb) {
            case "doctor" -> doctor(options.containsOption("json"));
            case "topics" -> topics(option(options, "format", "table"), options);
            default -> acls(option(options, "format", "shell"), options);
        };
    }

    private static String option(ApplicationArguments options, String name, String otherwise) {
        List<String> values = options.getOptionValues(name);
        return values == null || values.isEmpty() ? otherwise : values.getFirst();
    }

    private int doctor(boolean json) {
        List<Finding> findings = new ArrayList<>();
        try (Brokers brokers = new Brokers(kafka.common())) {
            findings.addAll(new ClusterCheck(layout, properties.topics(), safe).findings(brokers));
        }
        if (!safe) {
            findings.add(
                    Finding.warning(
                            "another profile than local before money is at stake; replication and transactions are not checked"));
        }
        if (findings.contains(Finding.ok("topic " + names.clocks()))) {
            findings.add(clock());
        }
        findings.addAll(ProviderCheck.findings(properties.accounts()));
        if (safe) {
            findings.addAll(ProtectionCheck.findings(
                    properties, environment, kafka.common().getOrDefault("security.protocol", "PLAINTEXT")));
        }
        for (Finding finding : findings) {
            System.out.println(
                    json
                            ? new JsonMapper().writeValueAsString(finding)
                            : String.format(
                                    Locale.ROOT,
                                    "%-8s %s",
                                    finding.level().name().toLowerCase(Locale.ROOT),
                                    finding.text()));
        }
        return findings.stream().anyMatch(finding -> finding.level() == Level.FAULT) ? PARTLY : OK;
    }

    /** Compares this machine's clock with the brokers' clocks, as every process does, and waits for the result. */
    private Finding clock() {
        ClockOffset offset = new ClockOffset(properties.ages().clockLimit(), Clock.systemUTC(), System::nanoTime);
        try (var producer = new KafkaProducer<byte[], byte[]>(ExecutorKafka.producer(kafka.common()))) {
            ClockProbe probe =
                    new ClockProbe(offset, producer, names.clocks(), "doctor".getBytes(US_ASCII), System::nanoTime);
            probe.start();
            for (int waited = 0; waited < CLOCK_LIMIT_MS && offset.ahead() == null; waited += CLOCK_LOOK_MS) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CLOCK_LOOK_MS));
            }
            probe.stop();
        }
        String trouble = offset.trouble();
        return trouble == null ? Finding.ok("this machine's clock is the brokers'") : Finding.fault(trouble);
    }

    private int topics(String format, ApplicationArguments options) {
        if (options.containsOption("create")) {
            try (Brokers brokers = new Brokers(kafka.common())) {
                System.err.println(TopicPreparation.create(brokers, layout.all()) + " topics created, "
                        + layout.all().size() + " needed");
            }
        }
        System.out.print(
                switch (format) {
                    case "table" -> table();
                    case "shell" -> Manifest.topicsForShell(layout.all());
                    case "strimzi" -> Manifest.topicsForStrimzi(layout.all(), option(options, "cluster", "kafka"));
                    default -> throw new IllegalArgumentException("--format is table, shell or strimzi");
                });
        return OK;
    }

    private String table() {
        return layout.all().stream()
                .map(required -> String.format(
                        Locale.ROOT,
                        "%-40s %4d partitions%s %d replicas  %s%n",
                        required.topic().name(),
                        required.topic().numPartitions(),
                        required.exactPartitions() ? "   " : " or*",
                        required.topic().replicationFactor(),
                        new TreeMap<>(required.topic().configs())))
                .collect(joining("", "", "* or any other number\n"));
    }

    private int acls(String format, ApplicationArguments options) {
        Acls acls = new Acls(names, layout, accounts(), properties.topics().create());
        Map<String, List<Rule>> byUser = acls.byUser(option(options, "user-prefix", "refund-"));
        System.out.print(
                switch (format) {
                    case "shell" -> Manifest.aclsForShell(byUser);
                    case "strimzi" -> Manifest.aclsForStrimzi(byUser, option(options, "cluster", "kafka"));
                    default -> throw new IllegalArgumentException("--format is shell or strimzi");
                });
        return OK;
    }

    private List<AccountName> accounts() {
        return new TreeSet<>(properties.accounts().keySet())
                .stream().map(AccountName::new).toList();
    }
}
