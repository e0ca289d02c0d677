package io.github.refundworker.runtime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class RefundWorkerApplication {
    /** @param args options; or first one of {@code doctor}, {@code topics}, {@code acls}, which do that and end */
    public static void main(String[] args) {
        if (Tool.isVerb(args)) {
            System.exit(Tool.run(args));
        }
        SpringApplication.run(RefundWorkerApplication.class, args);
    }
}
