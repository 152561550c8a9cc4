package org.failback.lync;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.failback.lab.tls.LabAuthority;
import org.failback.lync.winrm.Timeouts;
import org.failback.lync.winrm.WinRm;

/** What is dear to make and may be shared by all tests of a class: an authority, and a bus that trusts it. */
final class TestWire implements AutoCloseable {
    final Path authority;
    final SSLContext tls;
    final WinRm winrm = new WinRm(
            credential -> LyncLab.PASSWORD,
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(10)));

    TestWire(Path folder) throws IOException {
        LabAuthority signer = new LabAuthority(Clock.systemUTC());
        authority = folder.resolve("ca.pem");
        signer.writePem(authority);
        tls = signer.serverContext(List.of("localhost"), List.of());
    }

    @Override
    public void close() {
        winrm.close();
    }
}
