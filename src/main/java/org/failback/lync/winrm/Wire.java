package org.failback.lync.winrm;

import io.cloudsoft.winrm4j.client.WinRmClientContext;
import javax.net.ssl.SSLContext;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.transport.http.HTTPConduitConfigurer;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduit;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduitFactory;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduitFactory.UseAsyncPolicy;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/**
 * A CXF bus of our own and WinRM4j's context upon it, shared by all calls that trust the same authorities: making one
 * takes about a second. Time-outs and TLS are set here because WinRM4j passes neither on with Basic authentication.
 */
final class Wire implements AutoCloseable {
    private final Bus bus;
    private final WinRmClientContext context;

    Wire(SSLContext trust, Timeouts timeouts) {
        bus = BusFactory.newInstance().createBus();
        // The Apache client is the only one of CXF's that speaks NTLM.
        bus.getProperties().put(AsyncHTTPConduit.USE_ASYNC, Boolean.TRUE);
        bus.getProperties().put(AsyncHTTPConduitFactory.USE_POLICY, UseAsyncPolicy.ALWAYS);
        bus.setExtension(
                (name, address, conduit) -> {
                    conduit.setTlsClientParameters(tls(trust));
                    conduit.setClient(policy(timeouts));
                },
                HTTPConduitConfigurer.class);
        bus.getOutInterceptors().add(new OneTry());
        context = WinRmClientContext.newInstance(bus);
    }

    WinRmClientContext context() {
        return context;
    }

    private static TLSClientParameters tls(SSLContext trust) {
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSslContext(trust);
        return tls;
    }

    private static HTTPClientPolicy policy(Timeouts timeouts) {
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setAllowChunking(false);
        policy.setAutoRedirect(false);
        policy.setConnectionTimeout(timeouts.connect().toMillis());
        policy.setConnectionRequestTimeout(timeouts.connect().toMillis());
        policy.setReceiveTimeout(timeouts.receive().toMillis());
        return policy;
    }

    @Override
    public void close() {
        bus.shutdown(true);
    }
}
