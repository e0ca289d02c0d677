package io.github.refundworker.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over parts, each after its length. Without the lengths, two different lists of parts could give the same
 * bytes.
 */
final class Digests {
    /** Copied for each digest: finding the algorithm takes longer than a short digest. */
    private static final MessageDigest SHA_256 = sha256();

    private Digests() {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static ByteBuffer of(String... parts) {
        MessageDigest sha256;
        try {
            sha256 = (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the Java runtime can be copied", e);
        }
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            for (int shift = 24; shift >= 0; shift -= 8) {
                sha256.update((byte) (bytes.length >>> shift));
            }
            sha256.update(bytes);
        }
        return ByteBuffer.wrap(sha256.digest());
    }
}
