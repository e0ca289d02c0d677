package io.github.refundworker.ops.console.login;

/** What a person may do. Each of them may read. */
enum Role {
    VIEWER,
    OPERATOR,
    APPROVER,
    /** May also export, and see what is masked. */
    AUDITOR;

    String authority() {
        return "ROLE_" + name();
    }
}
