package io.github.refundworker.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The webhooks of a charge that are not looked up yet, at most one for each refund. */
final class Notifications {
    private final List<Notice> notices;

    Notifications(List<Notice> notices) {
        this.notices = new ArrayList<>(notices);
    }

    List<Notice> all() {
        return List.copyOf(notices);
    }

    @Nullable
    Notice first(Predicate<Notice> which) {
        return notices.stream().filter(which).findFirst().orElse(null);
    }

    void remove(Notice notice) {
        notices.remove(notice);
    }

    /**
     * A new webhook does not retry a failed look-up at once. Webhooks could otherwise arrive so often that no
     * request gets its turn.
     *
     * @param soonest when such a notice may be tried again
     * @return false if such a notice exists already
     */
    boolean add(RefundId id, @Nullable Told told, Instant soonest) {
        Notice before = take(id);
        Notice next = before == null ? Notice.of(id, told) : before.and(told, soonest);
        notices.add(next);
        return !next.equals(before);
    }

    /** Replaces the webhook that waits for the same refund, if there is one. */
    void put(Notice notice) {
        take(notice.refundId());
        notices.add(notice);
    }

    @Nullable
    Notice take(RefundId id) {
        Notice notice = first(n -> n.refundId().equals(id));
        if (notice != null) {
            notices.remove(notice);
        }
        return notice;
    }
}
