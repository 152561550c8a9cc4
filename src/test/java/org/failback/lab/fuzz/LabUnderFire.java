package org.failback.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.failback.lab.Lab;
import org.failback.lab.LabPorts;
import org.failback.lab.LabShape;
import org.slf4j.LoggerFactory;

/** A whole lab, and what it must not come to: an uncaught exception, a thread or a handle left, memory that only grows. */
final class LabUnderFire implements AutoCloseable {
    static final String LOGIN = "failback";
    static final String PASSWORD = "Practice-range-1";
    static final String WINDOWS_DOMAIN = "LAB";

    private static final Duration CLEARS_UP_WITHIN = Duration.ofSeconds(20);
    private static final File HANDLES = new File("/proc/self/fd");
    private static final long MOST_MORE_BYTES = 200L << 20;
    private static final int SOME_HANDLES = 8;

    private final Lab lab;
    private final SSLContext trust;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Logger log = (Logger) LoggerFactory.getLogger("org.failback.lab");
    private final Complaints appender = new Complaints();
    private final List<String> threads;
    private final int handles;
    private final long memory;

    /** What the lab itself took for a defect of its own. */
    private final class Complaints extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                complaints.add(
                        event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    LabUnderFire(Path folder) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> complaints.add(thread.getName() + " died of " + e));
        appender.start();
        log.addAppender(appender);
        lab = Lab.start(new LabShape(16, 0), LabPorts.free(), folder.resolve("ca.pem"));
        trust = trusting(folder.resolve("ca.pem"));
        ordinaryClientIsServed();
        threads = connectionThreads();
        handles = handles();
        memory = usedMemory();
    }

    private static SSLContext trusting(Path ca) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    int tds() {
        return lab.address().ports().primary();
    }

    int winRm() {
        return lab.address().ports().winRm().get(0);
    }

    SSLContext trust() {
        return trust;
    }

    /** Every complaint so far, with what was being done. */
    void noComplaints(Object what) {
        assertThat(complaints).as("after %s", what).isEmpty();
    }

    void everythingIsAsAtTheBeginning() throws Exception {
        ordinaryClientIsServed();
        Awaitility.await("threads of connections end")
                .atMost(CLEARS_UP_WITHIN)
                .untilAsserted(() -> assertThat(connectionThreads()).isSubsetOf(threads));
        if (HANDLES.isDirectory()) {
            Awaitility.await("handles are closed")
                    .atMost(CLEARS_UP_WITHIN)
                    .untilAsserted(() -> assertThat(handles()).isLessThanOrEqualTo(handles + SOME_HANDLES));
        }
        assertThat(usedMemory()).isLessThan(memory + MOST_MORE_BYTES);
        noComplaints("everything");
    }

    private void ordinaryClientIsServed() throws Exception {
        String url = "jdbc:sqlserver://localhost:" + tds() + ";encrypt=false;loginTimeout=10;queryTimeout=10";
        try (Connection connection = DriverManager.getConnection(url, LOGIN, PASSWORD);
                ResultSet row = connection.createStatement().executeQuery("SELECT SUSER_SNAME()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo(LOGIN);
        }
        assertThat(WinRmTalk.identity(this)).contains("IdentifyResponse");
    }

    /** Of TDS; those of WinRM are a pool that shrinks by itself, so that only its busy ones count. */
    private List<String> connectionThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("tds-")
                        || entry.getKey().getName().startsWith("lab-winrm") && isBusy(entry.getValue()))
                .map(entry -> entry.getKey().getName())
                .sorted()
                .toList();
    }

    private static boolean isBusy(StackTraceElement[] stack) {
        return List.of(stack).stream()
                .anyMatch(frame -> frame.getClassName().startsWith("org.failback")
                        || frame.getClassName().startsWith("sun.net.httpserver"));
    }

    private static int handles() {
        String[] open = HANDLES.list();
        return open == null ? 0 : open.length;
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void close() throws IOException {
        lab.close();
        log.detachAppender(appender);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
