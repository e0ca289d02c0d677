package io.github.refundworker.ops.console.pages;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The commands of refundctl that do the same, for people who may not act here. */
@Component
public final class Commands {

    private final List<String> options = new ArrayList<>();

    Commands(KafkaAccess access, TopicNames names) {
        if (!access.bootstrap().equals("localhost:9092") && !access.bootstrap().equals("127.0.0.1:9092")) {
            options.add("--bootstrap " + Show.quoted(access.bootstrap()));
        }
        if (!names.prefix().isEmpty()) {
            options.add("--prefix " + Show.quoted(names.prefix()));
        }
    }

    public String show(Refund refund) {
        return command("review show " + refund.id());
    }

    public String lookUp(Refund refund) {
        return command(
                "review resolve " + refund.id() + " --look-up --revision " + refund.revision() + " --why REASON");
    }

    public String list(Letter letter) {
        return command("dlt show " + letter.id() + " --topic " + Show.quoted(letter.topic()));
    }

    /** Only a reason and an exception can be selected; the plan shows which letters it froze. */
    public String plan(Letter.Group group) {
        Letter.Cause cause = group.cause();
        String selection = " --topic " + Show.quoted(group.topic());
        if (cause.reason() != null) {
            selection += " --reason " + Show.quoted(cause.reason());
        }
        if (cause.exception() != null) {
            selection += " --exception " + Show.quoted(cause.exception());
        }
        return command((isReplayable(group) ? "dlt plan" : "dlt list")
                + selection
                + (isReplayable(group) ? " --out plan" : ""));
    }

    public static boolean isReplayable(Letter.Group group) {
        return new io.github.refundworker.ops.deadletter.letter.DeadLetterTopic(group.topic()).isReplayable();
    }

    private String command(String verb) {
        return "ops/refundctl " + verb + (options.isEmpty() ? "" : " " + String.join(" ", options));
    }
}
