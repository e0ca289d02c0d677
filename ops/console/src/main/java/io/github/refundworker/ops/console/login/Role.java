package io.github.refundworker.ops.console.login;

/** What a person may do. Each of them may read. */
enum Role {
    VIEWER,
    /** May also have the provider asked, and propose what moves something. */
    OPERATOR,
    /** May also approve what another person proposed. */
    APPROVER,
    /** May also export, and see what is masked. */
    AUDITOR;

    String authority() {
        return "ROLE_" + name();
    }
}
