package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;

/** An authorization server: its public keys over HTTP, and the tokens that it would give. */
final class Issuer implements AutoCloseable {
    static final String NAME = "https://issuer.example.com";
    static final String AUDIENCE = "refund-worker";

    private final RSAKey key = newKey();
    private final RSAKey strangersKey = newKey();
    private final HttpServer server;

    Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
        server.createContext("/jwks", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String keys() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    String token(String scope) {
        return token(scope, NAME, AUDIENCE, Instant.now().plusSeconds(60), key);
    }

    String expiredToken(String scope) {
        return token(scope, NAME, AUDIENCE, Instant.now().minusSeconds(3_600), key);
    }

    String tokenOfAnother(String scope) {
        return token(scope, "https://other.example.com", AUDIENCE, Instant.now().plusSeconds(60), key);
    }

    String forgedToken(String scope) {
        return token(scope, NAME, AUDIENCE, Instant.now().plusSeconds(60), strangersKey);
    }

    /** The issuer wrote it for another system that it also serves. */
    String tokenForAnother(String scope) {
        return token(scope, NAME, "another-system", Instant.now().plusSeconds(60), key);
    }

    private static String token(String scope, String issuer, String audience, Instant expires, RSAKey key) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject("order-system")
                .claim("scope", scope)
                .expirationTime(Date.from(expires))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
