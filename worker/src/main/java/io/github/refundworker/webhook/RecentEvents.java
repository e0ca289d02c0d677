package io.github.refundworker.webhook;

import io.github.refundworker.domain.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The events that were taken a short while ago. Providers deliver an event again and again, and whoever overheard a
 * delivery can repeat it for as long as its signature is good. Neither does harm, for a notice only causes a look-up; but
 * look-ups cost the provider's rate limit. So little is lost if one is forgotten: by a restart, on another instance, or
 * because too many came.
 */
final class RecentEvents {
    private record Event(AccountName account, String id) {}

    private final int most;
    private final Duration remembered;
    private final SequencedMap<Event, Instant> taken = new LinkedHashMap<>();

    RecentEvents(int most, Duration remembered) {
        this.most = most;
        this.remembered = remembered;
    }

    synchronized boolean contains(AccountName account, String eventId, Instant now) {
        Instant at = taken.get(new Event(account, eventId));
        return at != null && at.plus(remembered).isAfter(now);
    }

    synchronized void add(AccountName account, String eventId, Instant now) {
        taken.putLast(new Event(account, eventId), now);
        if (taken.size() > most) {
            taken.pollFirstEntry();
        }
    }
}
