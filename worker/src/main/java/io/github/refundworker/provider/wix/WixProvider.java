package io.github.refundworker.provider.wix;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestForm;
import io.github.refundworker.provider.CurrencyDigits;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.HttpCalls.Called;
import io.github.refundworker.provider.Merchant;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.UnusableAnswerException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Refunds of one Wix site. Wix has no idempotency keys. It compares the sum of a charge's succeeded refunds with the
 * sum that a request states, and processes one refund of a charge at a time. Its Refunds API lists the refunds of a
 * charge and says nothing about the charge itself.
 */
public final class WixProvider implements ProviderClient {
    private static final String REFUNDS = "/payments/refunds/v1/refunds";
    private static final Pattern CHARGE_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int PAGE = 100;

    /** Far more pages than a charge can have. A longer list gets no trust. */
    private static final int MAX_PAGES = 100;

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpCalls calls;
    private final String base;
    private final String apiKey;
    private final String siteId;
    private final ReferencePlace place;
    private final Capabilities capabilities;

    /**
     * @param url of Wix, or of a test double
     * @param apiKey with the permission to manage refunds
     * @param siteId the site of the charges
     */
    public WixProvider(URI url, String apiKey, String siteId, ReferencePlace place, Duration connectTimeout) {
        base = url.toString().replaceAll("/+$", "") + REFUNDS;
        this.apiKey = apiKey;
        this.siteId = siteId;
        this.place = place;
        capabilities = capabilities(place);
        calls = new HttpCalls(connectTimeout);
    }

    public static Capabilities capabilities(ReferencePlace place) {
        return new Capabilities(
                Duration.ZERO,
                false,
                Capabilities.Describes.REFUNDS,
                true,
                true,
                true,
                true,
                CurrencyDigits.ISO_4217,
                new RequestForm(CHARGE_ID, "a GUID in lower case", place.noteCharacters()));
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** The site. An API key belongs to an owner of sites, and Wix refuses a key that may not manage this site. */
    @Override
    public Merchant merchant(Duration timeout) {
        return new Merchant.Known("site " + siteId.toLowerCase(Locale.ROOT));
    }

    @Override
    public ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout) {
        HttpRequest request = request("")
                .POST(BodyPublishers.ofByteArray(RefundBody.of(command, place)))
                .build();
        return switch (calls.call(request, timeout)) {
            case Called.Answered(HttpAnswer answer) -> WixAnswers.ofSettle(command, place, answer);
            case Called.Failed(ProviderResponse.NoResult response) -> response;
        };
    }

    @Override
    public ProviderResponse.OfLookUp lookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
        if (providerRefundId != null) {
            String id = URLEncoder.encode(providerRefundId, StandardCharsets.UTF_8);
            return switch (calls.call(request("/" + id).GET().build(), timeout)) {
                case Called.Answered(HttpAnswer answer) ->
                    WixAnswers.ofLookUp(chargeId, providerRefundId, place, answer);
                case Called.Failed(ProviderResponse.NoResult response) -> response;
            };
        }
        return switch (list(chargeId, timeout)) {
            case Listing.Complete(List<ProviderRefund> refunds) -> ProviderResponse.among(refunds, reference);
            case Listing.Failed(ProviderResponse.NoResult none) -> none;
        };
    }

    @Override
    public ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout) {
        return switch (list(chargeId, timeout)) {
            case Listing.Complete(List<ProviderRefund> refunds) ->
                new ProviderResponse.Described(new Description.Listed(refunds));
            case Listing.Failed(ProviderResponse.NoResult none) -> none;
        };
    }

    /** All refunds of a charge, or why there is no list of them. */
    private sealed interface Listing {
        record Complete(List<ProviderRefund> refunds) implements Listing {}

        record Failed(ProviderResponse.NoResult none) implements Listing {}
    }

    private Listing list(ChargeId chargeId, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        List<ProviderRefund> refunds = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        String cursor = null;
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            HttpRequest request = request("/query")
                    .POST(BodyPublishers.ofByteArray(query(chargeId, cursor)))
                    .build();
            Called called = calls.call(request, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            if (called instanceof Called.Failed(ProviderResponse.NoResult response)) {
                return new Listing.Failed(response);
            }
            HttpAnswer answer = ((Called.Answered) called).answer();
            ProviderResponse.NotSent untouched = answer.untouched();
            if (untouched != null) {
                return new Listing.Failed(untouched);
            }
            if (answer.status() != 200) {
                return new Listing.Failed(WixAnswers.unclear(answer, null));
            }
            WixAnswers.Page page;
            try {
                page = WixAnswers.page(answer.body(), chargeId, place);
            } catch (UnusableAnswerException e) {
                return new Listing.Failed(WixAnswers.unclear(answer, e.getMessage()));
            }
            refunds.addAll(page.refunds());
            cursor = page.nextCursor();
            if (cursor == null) {
                return new Listing.Complete(refunds);
            }
            if (!cursors.add(cursor)) {
                return new Listing.Failed(new ProviderResponse.Unclear("a page leads back to an earlier one"));
            }
        }
        return new Listing.Failed(new ProviderResponse.Unclear("more than " + MAX_PAGES + " pages"));
    }

    /** Later pages are requested by cursor alone; the cursor stands for filter and order. */
    private static byte[] query(ChargeId chargeId, @Nullable String cursor) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode query = body.putObject("query");
        if (cursor == null) {
            query.putObject("filter").putObject("chargeId").put("$eq", chargeId.value());
            query.putArray("sort").addObject().put("fieldName", "createdDate").put("order", "ASC");
        }
        ObjectNode paging = query.putObject("cursorPaging").put("limit", PAGE);
        if (cursor != null) {
            paging.put("cursor", cursor);
        }
        return JSON.writeValueAsBytes(body);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Authorization", apiKey)
                .header("wix-site-id", siteId);
    }

    @Override
    public void close() {
        calls.close();
    }
}
