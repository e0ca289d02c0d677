package io.github.refundworker.query;

import io.github.refundworker.decide.ChargesNotServedException;
import io.github.refundworker.decide.StoredCharges;
import io.github.refundworker.decide.StoredCharges.Place;
import io.github.refundworker.web.HttpProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers where the charge is, here or on the instance that has it. */
final class QueryRouter {
    private static final int ETAG_BYTES = 16;

    private final StoredCharges charges;
    private final PeerClient peers;

    QueryRouter(StoredCharges charges, PeerClient peers) {
        this.charges = charges;
        this.peers = peers;
    }

    /** @param answer makes the answer's JSON from the charges that are here */
    ResponseEntity<byte[]> answer(int partition, HttpServletRequest request, Supplier<byte[]> answer) {
        return switch (charges.place(partition)) {
            case Place.Here() -> here(answer);
            case Place.At(String address) -> peers.forward(address, request);
            case Place.Unknown(String why) -> throw notServed(why);
        };
    }

    private static ResponseEntity<byte[]> here(Supplier<byte[]> answer) {
        byte[] body;
        try {
            body = answer.get();
        } catch (ChargesNotServedException e) {
            throw notServed(String.valueOf(e.getMessage()));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag(etag(body))
                .body(body);
    }

    static HttpProblem notServed(String why) {
        return HttpProblem.unavailable("NOT_SERVED_NOW", why);
    }

    /** Of the bytes: strong, and the same on every instance. */
    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, ETAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
