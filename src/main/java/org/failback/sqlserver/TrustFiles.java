package org.failback.sqlserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives PEM authorities to the driver, which reads key stores only: one temporary file for each PEM file. */
final class TrustFiles {
    // The driver reads it for every connection, and PKCS #12 takes tens of milliseconds against the guessing of
    // passwords.
    static final String TYPE = "JKS";

    private final String password = randomPassword();
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    /** The key store made of this PEM file; it holds certificates only. */
    Path of(String pem) {
        return files.computeIfAbsent(pem, this::write);
    }

    String password() {
        return password;
    }

    private Path write(String pem) {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            int number = 0;
            try (InputStream in = Files.newInputStream(Path.of(pem))) {
                for (Certificate authority :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("authority-" + ++number, authority);
                }
            }
            Path file = Files.createTempFile("failback-trust-", ".jks");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The certificates in " + pem + " cannot be read: " + e.getMessage()
                            + ". Put the PEM file of the authority that signed the server's certificate there.",
                    e);
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
