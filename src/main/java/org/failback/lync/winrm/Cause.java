package org.failback.lync.winrm;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.xml.ws.soap.SOAPFaultException;
import org.apache.cxf.transport.http.HTTPException;

/**
 * What lies at the bottom of an exception of WinRM4j, which wraps everything alike.
 *
 * @param words the innermost message that says anything
 * @param refusal whether the endpoint itself said no
 * @param certificate whether TLS was not satisfied with the server
 */
record Cause(String words, boolean refusal, boolean certificate) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    static Cause of(Throwable failure) {
        String words = failure.getClass().getSimpleName();
        boolean refusal = false;
        boolean certificate = false;
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause() == t ? null : t.getCause(), depth++) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                words = t.getMessage().strip();
            }
            refusal |= t instanceof SOAPFaultException || refused(t);
            certificate |= t instanceof SSLException || t instanceof CertificateException;
        }
        return new Cause(words.endsWith(".") ? words.substring(0, words.length() - 1) : words, refusal, certificate);
    }

    private static boolean refused(Throwable t) {
        if (t instanceof HTTPException http) {
            return http.getResponseCode() == UNAUTHORIZED || http.getResponseCode() == FORBIDDEN;
        }
        return t.toString().contains("Authorization loop detected");
    }
}
