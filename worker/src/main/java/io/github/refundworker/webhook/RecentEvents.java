package io.github.refundworker.webhook;

import io.github.refundworker.domain.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Remembers recently received events. Providers deliver an event repeatedly, and an eavesdropper can repeat a
 * delivery while its signature is valid. Repeats do no harm, because a webhook only causes a look-up, but look-ups
 * use up the provider's rate limit. So it matters little if an event is forgotten: by a restart, on another
 * instance, or because too many came.
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
