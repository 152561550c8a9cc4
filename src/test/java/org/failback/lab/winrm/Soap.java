package org.failback.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A client that writes its SOAP by hand, so that no library's care stands between a test and the endpoint. */
final class Soap {
    static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

    private final HttpClient client;
    private final int port;
    private final String login;

    Soap(SSLContext tls, int port, String user, String password) {
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.port = port;
        this.login =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    String create() throws IOException, InterruptedException {
        return create("<rsp:Environment><rsp:Variable Name=\"A\">1</rsp:Variable></rsp:Environment>");
    }

    String create(String contents) throws IOException, InterruptedException {
        return one(
                "<w:Selector Name=\"ShellId\">([^<]+)<",
                send(TRANSFER + "/Create", "", "<rsp:Shell>" + contents + "</rsp:Shell>")
                        .body());
    }

    String command(String shell, String line) throws IOException, InterruptedException {
        String body = "<rsp:CommandLine><rsp:Command>" + line + "</rsp:Command></rsp:CommandLine>";
        return one(
                "<rsp:CommandId>([^<]+)<", send(SHELL + "/Command", shell, body).body());
    }

    HttpResponse<String> receive(String shell, String command, String patience)
            throws IOException, InterruptedException {
        return send(
                SHELL + "/Receive",
                shell,
                patience,
                "<rsp:Receive><rsp:DesiredStream CommandId=\"" + command
                        + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>");
    }

    HttpResponse<String> signal(String shell, String command, String signal) throws IOException, InterruptedException {
        return send(
                SHELL + "/Signal",
                shell,
                "<rsp:Signal CommandId=\"" + command + "\"><rsp:Code>" + SHELL + "/signal/" + signal
                        + "</rsp:Code></rsp:Signal>");
    }

    HttpResponse<String> delete(String shell) throws IOException, InterruptedException {
        return send(TRANSFER + "/Delete", shell, "");
    }

    HttpResponse<String> send(String action, String shell, String body) throws IOException, InterruptedException {
        return send(action, shell, "PT20S", body);
    }

    HttpResponse<String> send(String action, String shell, String patience, String body)
            throws IOException, InterruptedException {
        return post(envelope(action, shell, patience, body));
    }

    static String envelope(String action, String shell, String patience, String body) {
        String selector = shell.isEmpty()
                ? ""
                : "<w:SelectorSet><w:Selector Name=\"ShellId\">" + shell + "</w:Selector></w:SelectorSet>";
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\"><s:Header>"
                + "<a:Action>" + action + "</a:Action><a:MessageID>uuid:1</a:MessageID><w:OperationTimeout>" + patience
                + "</w:OperationTimeout>" + selector + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/wsman"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", login)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** The head and body of a request as they go over the wire, for those who want to spoil them. */
    String raw(String body) {
        return "POST /wsman HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + login
                + "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static String one(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    /** What an answer to Receive carries of {@code stdout} or {@code stderr}. */
    static byte[] bytes(String stream, String body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Matcher part = Pattern.compile("Name=\"" + stream + "\" CommandId=\"[^\"]+\">([^<]+)<")
                .matcher(body);
        while (part.find()) {
            all.writeBytes(Base64.getDecoder().decode(part.group(1)));
        }
        return all.toByteArray();
    }

    static String text(String stream, String body) {
        return new String(bytes(stream, body), StandardCharsets.UTF_8);
    }
}
