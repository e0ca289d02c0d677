package io.github.refundworker.runtime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class RefundWorkerApplication {
    public static void main(String[] args) {
        SpringApplication.run(RefundWorkerApplication.class, args);
    }
}
