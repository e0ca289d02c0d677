package io.github.refundworker.runtime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Nobody logs in with a name and a password, so no user is made up. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class RefundWorkerApplication {
    /** @param args options; or first one of {@code doctor}, {@code topics}, {@code acls}, which do that and end */
    public static void main(String[] args) {
        if (Tool.isVerb(args)) {
            System.exit(Tool.run(args));
        }
        SpringApplication.run(RefundWorkerApplication.class, args);
    }
}
