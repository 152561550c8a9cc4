package org.failback.lab.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** HTTP over TLS, one request for each connection, written out by hand so that anything in it can be wrong. */
final class WinRmTalk {
    private static final int PATIENCE_MILLIS = 8_000;
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    static final String LOGIN = "Basic "
            + Base64.getEncoder()
                    .encodeToString(
                            (LabUnderFire.WINDOWS_DOMAIN + "\\" + LabUnderFire.LOGIN + ":" + LabUnderFire.PASSWORD)
                                    .getBytes(StandardCharsets.UTF_8));

    private WinRmTalk() {}

    static byte[] request(String authorization, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ("POST /wsman HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nAuthorization: "
                        + authorization + "\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    static String envelope(String action, String shell, String patience, String body) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\"><s:Header>"
                + "<a:To>https://localhost/wsman</a:To><a:Action>" + action
                + "</a:Action><a:MessageID>uuid:1</a:MessageID>"
                + "<w:OperationTimeout>" + patience
                + "</w:OperationTimeout><w:SelectorSet><w:Selector Name=\"ShellId\">"
                + shell + "</w:Selector></w:SelectorSet></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    static String create() {
        return envelope(
                TRANSFER + "/Create",
                "",
                "PT2S",
                "<rsp:Shell><rsp:Environment><rsp:Variable Name=\"FAILBACK_INPUT\">e30=</rsp:Variable></rsp:Environment>"
                        + "<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>");
    }

    static String command(String shell, String line) {
        return envelope(
                SHELL + "/Command",
                shell,
                "PT2S",
                "<rsp:CommandLine><rsp:Command>" + line
                        + "</rsp:Command><rsp:Arguments>x</rsp:Arguments></rsp:CommandLine>");
    }

    static String receive(String shell, String command) {
        return envelope(
                SHELL + "/Receive",
                shell,
                "PT0.2S",
                "<rsp:Receive><rsp:DesiredStream CommandId=\"" + command
                        + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>");
    }

    static String signal(String shell, String command) {
        return envelope(
                SHELL + "/Signal",
                shell,
                "PT2S",
                "<rsp:Signal CommandId=\"" + command + "\"><rsp:Code>" + SHELL
                        + "/signal/terminate</rsp:Code></rsp:Signal>");
    }

    static String delete(String shell) {
        return envelope(TRANSFER + "/Delete", shell, "PT2S", "");
    }

    static String identity(LabUnderFire lab) throws IOException {
        return say(lab, request(LOGIN, "<Envelope><Body><Identify/></Body></Envelope>"));
    }

    /** What the server said until it closed, "" when it only closed. */
    static String say(LabUnderFire lab, byte[] request) throws SocketTimeoutException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), lab.winRm());
                SSLSocket socket = (SSLSocket)
                        lab.trust().getSocketFactory().createSocket(plain, "localhost", lab.winRm(), true)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            plain.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException closed) {
            return "";
        }
    }

    /** The first group of the pattern, or the other text where there is none. */
    static String part(String pattern, String text, String otherwise) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? found.group(1) : otherwise;
    }
}
