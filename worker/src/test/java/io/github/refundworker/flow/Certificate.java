package io.github.refundworker.flow;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key with a certificate for this machine that it signed itself: a file for who has it, one for who trusts it. */
final class Certificate {
    static final String PASSWORD = "for-tests-only";

    static final String TYPE = "PKCS12";

    final Path keystore;
    final Path truststore;

    Certificate(Path directory, String name) {
        keystore = directory.resolve(name + ".p12").toAbsolutePath();
        truststore = directory.resolve(name + "-trust.p12").toAbsolutePath();
        List<String> keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                TYPE,
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD);
        try {
            Process process =
                    new ProcessBuilder(keytool).redirectErrorStream(true).start();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool ended with " + process.exitValue());
            }
            KeyStore trust = KeyStore.getInstance(TYPE);
            trust.load(null, null);
            trust.setCertificateEntry(name, load(keystore).getCertificate(name));
            try (var out = Files.newOutputStream(truststore)) {
                trust.store(out, PASSWORD.toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** As an SSL bundle of that name. */
    List<String> bundle(String name) {
        String key = "--spring.ssl.bundle.jks." + name + ".";
        return List.of(
                key + "keystore.location=file:" + keystore,
                key + "keystore.password=" + PASSWORD,
                key + "keystore.type=" + TYPE,
                key + "truststore.location=file:" + truststore,
                key + "truststore.password=" + PASSWORD,
                key + "truststore.type=" + TYPE);
    }

    /** @param known whether the caller has the key too */
    SSLContext context(boolean known) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(keystore), PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(truststore));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(known ? keys.getKeyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
