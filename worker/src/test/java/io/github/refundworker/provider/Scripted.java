package io.github.refundworker.provider;

import io.github.refundworker.domain.ChargeId;
import java.net.URI;
import java.util.function.Function;

/** A double that answers everything alike. */
public final class Scripted extends StandIn {
    private final int status;
    private final String body;
    private final Function<URI, ProviderClient> client;

    public Scripted(int status, String body, Function<URI, ProviderClient> client) {
        super(() -> "unused");
        this.status = status;
        this.body = body;
        this.client = client;
    }

    @Override
    public ChargeId newChargeId() {
        return CommandFixture.CHARGE;
    }

    @Override
    public ProviderClient client() {
        return client.apply(url());
    }

    @Override
    public WebhookReading webhook(TestLedger.Entry entry) {
        throw new UnsupportedOperationException("it has no refunds");
    }

    @Override
    protected boolean isPayment(Asked asked) {
        return false;
    }

    @Override
    protected Answer answer(Asked asked) {
        return new Answer(status, body);
    }

    @Override
    protected Answer error(Asked asked, int status) {
        return new Answer(status, body);
    }
}
