package org.failback.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LabAuthorityTest {
    private final LabAuthority authority = new LabAuthority(Clock.systemUTC());
    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @Test
    void whoTrustsTheAuthorityTrustsItsServersByNameAndByAddress() throws Exception {
        SSLContext server = authority.serverContext(List.of("sql-b.example", "localhost"), List.of(loopback));
        assertThat(handshake(server, authority.clientContext(), "localhost").getPeerCertificates())
                .hasSize(2);
        assertThat(handshake(server, authority.clientContext(), "127.0.0.1").isValid())
                .isTrue();
        assertThatThrownBy(() -> handshake(server, authority.clientContext(), "sql-p.example"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void anotherAuthorityIsNotTrusted() {
        SSLContext server = authority.serverContext(List.of("localhost"), List.of());
        SSLContext stranger = new LabAuthority(Clock.systemUTC()).clientContext();
        assertThatThrownBy(() -> handshake(server, stranger, "localhost")).isInstanceOf(SSLException.class);
    }

    @Test
    void certificatesOfAnotherTimeAreNotTrusted() {
        LabAuthority old = new LabAuthority(Clock.offset(Clock.systemUTC(), Duration.ofDays(-60)));
        SSLContext server = old.serverContext(List.of("localhost"), List.of());
        assertThatThrownBy(() -> handshake(server, old.clientContext(), "localhost"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("validity check failed");
    }

    @Test
    void onlyTheCertificateIsEverWritten(@TempDir Path folder) throws Exception {
        Path pem = folder.resolve("lab/ca.pem");
        Path store = folder.resolve("lab/trust.p12");
        authority.writePem(pem);
        authority.writeTrustStore(store, "changeit".toCharArray());
        try (InputStream in = Files.newInputStream(pem)) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(read).isEqualTo(authority.certificate());
            read.verify(read.getPublicKey());
            assertThat(read.getBasicConstraints()).isZero();
        }
        assertThat(pem).content().doesNotContain("PRIVATE");
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.isCertificateEntry("lab")).isTrue();
    }

    @Test
    void aServerWithoutANameIsRefused() {
        assertThatThrownBy(() -> authority.serverContext(List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SSLSession handshake(SSLContext server, SSLContext client, String name) throws IOException {
        try (SSLServerSocket listening =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                    accepted.startHandshake();
                } catch (IOException e) {
                    // The client tells what went wrong.
                }
            });
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(
                            new java.net.Socket(loopback, listening.getLocalPort()),
                            name,
                            listening.getLocalPort(),
                            true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getSession();
            } finally {
                served.join();
            }
        }
    }
}
