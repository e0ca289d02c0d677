package io.github.refundworker.ops.console;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Starts the console. */
@SpringBootApplication
@EnableConfigurationProperties(ConsoleProperties.class)
public class ConsoleApplication {

    public static void main(String[] args) {
        builder().run(args);
    }

    /** The worker's library on the class path has an {@code application.yaml} of its own, so the console's has another name. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(ConsoleApplication.class).properties("spring.config.name=console");
    }

    @Bean
    KafkaAccess kafkaAccess(ConsoleProperties properties) throws IOException {
        ConsoleProperties.Kafka kafka = properties.kafka();
        KafkaAccess access = kafka.clientConfig() == null
                ? KafkaAccess.of(kafka.bootstrap())
                : KafkaAccess.of(kafka.bootstrap(), Path.of(kafka.clientConfig()));
        return access.as("refund-console");
    }

    @Bean
    TopicNames topicNames(ConsoleProperties properties) {
        return new TopicNames(properties.kafka().prefix());
    }
}
