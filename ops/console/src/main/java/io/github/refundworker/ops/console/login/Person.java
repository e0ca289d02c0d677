package io.github.refundworker.ops.console.login;

import java.util.List;

/** Who reads. */
public record Person(String name, List<String> roles) {
    public Person {
        roles = List.copyOf(roles);
    }
}
