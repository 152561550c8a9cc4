package org.failback.lync.winrm;

import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.HTTPConduit;

/**
 * Keeps CXF from sending a request again after a 401, which would be a second wrong password. WinRM4j puts a policy of
 * its own on the conduit for NTLM, so that it has to be said at each message.
 */
final class OneTry extends AbstractPhaseInterceptor<Message> {
    OneTry() {
        super(Phase.SETUP);
    }

    @Override
    public void handleMessage(Message message) {
        if (message.getExchange().getConduit(message) instanceof HTTPConduit conduit) {
            conduit.getClient().setMaxRetransmits(0);
        }
    }
}
