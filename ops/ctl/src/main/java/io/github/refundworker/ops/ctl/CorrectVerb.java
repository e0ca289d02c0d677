package io.github.refundworker.ops.ctl;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.ops.review.InputsLog;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replaces what a request said was captured of a charge. */
@Command(
        name = "correct",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Says what was captured of a charge, where its provider does not tell it and the first accepted request"
                        + " said something else. The worker refuses it (exit code 4) where the provider tells it, and an amount that"
                        + " is less than what is refunded and pending.")
final class CorrectVerb implements Callable<Integer> {
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?");

    @Parameters(paramLabel = "ID", description = "The charge's id.")
    private String id = "";

    @Option(names = "--amount", required = true, paramLabel = "DECIMAL", description = "What was captured: 100.00.")
    private String amount = "";

    @Option(names = "--currency", required = true, paramLabel = "CODE", description = "ISO 4217: USD.")
    private String currency = "";

    @Mixin
    private OperatorVerb verb = new OperatorVerb();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(ChargeId.isValid(id), id, "no charge's id");
        require(AMOUNT.matcher(amount).matches(), amount, "no amount, such as 100.00");
        require(CurrencyCode.isValid(currency), currency, "no currency, such as USD");
        ChargeId charge = new ChargeId(id);
        Money captured = new Money(new BigDecimal(amount), new CurrencyCode(currency));
        require(captured.amount().signum() > 0, amount, "no amount above 0");
        try (InputsLog inputs = verb.inputs()) {
            return verb.decide(
                    inputs,
                    "charge.correct",
                    "charge " + charge,
                    "captured " + captured,
                    Map.of("amount", amount, "currency", currency),
                    resolver -> resolver.correct(charge, captured));
        }
    }

    private void require(boolean holds, String value, String what) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), "'" + value + "' is " + what);
        }
    }
}
