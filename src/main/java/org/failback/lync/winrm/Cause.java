package org.failback.lync.winrm;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.xml.soap.Detail;
import javax.xml.ws.soap.SOAPFaultException;
import org.apache.cxf.transport.http.HTTPException;
import org.w3c.dom.Node;

/**
 * What lies at the bottom of an exception of WinRM4j, which wraps everything alike.
 *
 * @param words the innermost message that says anything
 * @param refusal whether the endpoint itself said no to the account
 * @param fault the number of a WS-Man fault, as Windows counts them; 0 where there was none
 * @param certificate whether TLS was not satisfied with the server
 */
record Cause(String words, boolean refusal, long fault, boolean certificate) {
    private static final long ACCESS_DENIED = 5;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    static Cause of(Throwable failure) {
        String words = failure.getClass().getSimpleName();
        boolean refusal = false;
        boolean certificate = false;
        long fault = 0;
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause() == t ? null : t.getCause(), depth++) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                words = t.getMessage().strip();
            }
            if (t instanceof SOAPFaultException soap) {
                fault = numberOf(soap);
            }
            refusal |= fault == ACCESS_DENIED || refused(t);
            certificate |= t instanceof SSLException || t instanceof CertificateException;
        }
        return new Cause(
                words.endsWith(".") ? words.substring(0, words.length() - 1) : words, refusal, fault, certificate);
    }

    /** The attribute Code of {@code WSManFault}; 0 for a fault that has none, as of a server that cannot serve now. */
    private static long numberOf(SOAPFaultException soap) {
        Detail detail = soap.getFault() == null ? null : soap.getFault().getDetail();
        for (Node child = detail == null ? null : detail.getFirstChild();
                child != null;
                child = child.getNextSibling()) {
            Node code = child.hasAttributes() ? child.getAttributes().getNamedItem("Code") : null;
            if (code != null && code.getNodeValue().matches("\\d{1,12}")) {
                return Long.parseLong(code.getNodeValue());
            }
        }
        return 0;
    }

    private static boolean refused(Throwable t) {
        if (t instanceof HTTPException http) {
            return http.getResponseCode() == UNAUTHORIZED || http.getResponseCode() == FORBIDDEN;
        }
        return t.toString().contains("Authorization loop detected");
    }
}
