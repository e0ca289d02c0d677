package io.github.refundworker.query;

import io.github.refundworker.decide.store.ChargesNotServedException;
import io.github.refundworker.decide.store.StoredCharges;
import io.github.refundworker.decide.store.StoredCharges.Place;
import io.github.refundworker.web.HttpProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers a query on the instance that has the charge: this one or another. */
final class QueryRouter {
    private static final int ETAG_BYTES = 16;

    private final StoredCharges charges;
    private final PeerClient peers;

    QueryRouter(StoredCharges charges, PeerClient peers) {
        this.charges = charges;
        this.peers = peers;
    }

    /** @param answer builds the JSON answer from this instance's charges */
    ResponseEntity<byte[]> answer(int partition, HttpServletRequest request, Supplier<byte[]> answer) {
        return switch (charges.place(partition)) {
            case Place.Here() -> here(request, answer);
            case Place.At(String address) -> peers.forward(address, request);
            case Place.Unknown(String why) -> throw notServed(why);
        };
    }

    private static ResponseEntity<byte[]> here(HttpServletRequest request, Supplier<byte[]> answer) {
        byte[] body;
        try {
            body = answer.get();
        } catch (ChargesNotServedException e) {
            throw notServed(String.valueOf(e.getMessage()));
        }
        // The framework compares tags but does not know the star, which matches any answer.
        boolean known = "*".equals(request.getHeader(HttpHeaders.IF_NONE_MATCH));
        return ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .eTag(etag(body))
                .body(body);
    }

    static HttpProblem notServed(String why) {
        return HttpProblem.unavailable("NOT_SERVED_NOW", why);
    }

    /** A strong tag of the bytes, the same on every instance. */
    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, ETAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
