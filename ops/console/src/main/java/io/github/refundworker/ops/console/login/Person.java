package io.github.refundworker.ops.console.login;

import java.util.List;

/**
 * Who reads or acts.
 *
 * @param name on the pages and in the audit log
 * @param subject tells people apart who have the same name, and knows a person again whose name has changed
 */
public record Person(String name, String subject, List<String> roles) {
    public Person {
        roles = List.copyOf(roles);
    }
}
