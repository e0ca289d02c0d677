package io.github.refundworker.settings;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The profile {@code local}: one process against a local broker, without real money. */
public final class LocalProfile {
    private LocalProfile() {}

    public static boolean isOn(Environment environment) {
        return environment.acceptsProfiles(Profiles.of("local"));
    }
}
