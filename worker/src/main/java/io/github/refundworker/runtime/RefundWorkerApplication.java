package io.github.refundworker.runtime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * The worker's Spring Boot application. Nobody logs in with a name and a password, so Spring's default user is
 * excluded.
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class RefundWorkerApplication {
    /** @param args options; or first {@code doctor}, {@code topics} or {@code acls}, which run that tool and end */
    public static void main(String[] args) {
        if (Tool.isVerb(args)) {
            System.exit(Tool.run(args));
        }
        SpringApplication.run(RefundWorkerApplication.class, args);
    }
}
