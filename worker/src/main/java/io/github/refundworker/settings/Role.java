package io.github.refundworker.settings;

/** A part of the worker that can run in processes of its own. */
public enum Role {
    /** Takes requests. */
    INTAKE,
    /** Decides on inputs and holds the charges. */
    DECIDE,
    /** Calls the providers. Only this role needs network access to them. */
    EXECUTE,
    /** Answers queries and takes webhooks over HTTP. */
    API
}
