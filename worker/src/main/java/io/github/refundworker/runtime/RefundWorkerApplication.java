package io.github.refundworker.runtime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Nobody logs in with a name and a password, so no user is made up. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class RefundWorkerApplication {
    public static void main(String[] args) {
        SpringApplication.run(RefundWorkerApplication.class, args);
    }
}
