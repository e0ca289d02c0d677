package io.github.refundworker.runtime;

/** A part of the worker that can run in processes of its own. */
enum Role {
    /** Takes requests in. */
    INTAKE,
    /** Decides. */
    DECIDE,
    /** Talks to the providers; the only one that needs a way out to them. */
    EXECUTE,
    /** Answers over HTTP. */
    API
}
