package io.github.refundworker.ops.console;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the console.
 *
 * @param kafka how the console reads the topics
 * @param rebuild whether to empty the database at start and read the topics from their beginning
 * @param login who may read
 * @param traceUrl where a trace is shown; {@code {trace}} stands for its id. None
 * @param liveInterval how often the page Now looks for changes
 * @param patience how long an action waits for the worker, and then for the provider
 * @param proposalLifetime how long a proposal can be approved
 * @param requestMaxAge what {@code refunds.request-max-age} of the worker says, for the forecast of a replay
 */
@ConfigurationProperties(prefix = "console", ignoreUnknownFields = false)
public record ConsoleProperties(
        Kafka kafka,
        @DefaultValue("false") boolean rebuild,
        @DefaultValue Login login,
        @Nullable String traceUrl,
        @DefaultValue("2s") Duration liveInterval,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("8h") Duration proposalLifetime,
        @DefaultValue("30d") Duration requestMaxAge) {

    /**
     * How to reach the brokers.
     *
     * @param bootstrap {@code HOST:PORT}, or several with commas
     * @param clientConfig a file with settings of Kafka's clients, as Kafka's own tools take it: the console's principal. None
     * @param prefix what {@code refunds.topics.prefix} of the worker says. None
     */
    public record Kafka(
            @DefaultValue("localhost:9092") String bootstrap,
            @Nullable String clientConfig,
            @DefaultValue("") String prefix) {}

    /**
     * Who may read.
     *
     * @param rolesClaim where an ID token lists the roles of its person; dots lead into objects
     *     ({@code realm_access.roles} at Keycloak)
     * @param viewer the value of this claim that makes a viewer
     * @param operator the value that makes an operator
     * @param approver the value that makes an approver
     * @param auditor the value that makes an auditor
     * @param localKey in the profile {@code local} alone: the key that opens a session with every role. None
     */
    public record Login(
            @DefaultValue("roles") String rolesClaim,
            @DefaultValue("viewer") String viewer,
            @DefaultValue("operator") String operator,
            @DefaultValue("approver") String approver,
            @DefaultValue("auditor") String auditor,
            @Nullable String localKey) {}
}
