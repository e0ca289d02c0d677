package io.github.refundworker.provider;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Where an account is opened.
 *
 * @param account its name
 * @param stateDirectory a directory that stays over restarts
 * @param local whether this is one process against a local broker, without real money
 */
public record AccountContext(String account, Path stateDirectory, boolean local, Clock clock) {}
