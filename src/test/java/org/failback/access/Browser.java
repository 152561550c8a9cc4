package org.failback.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One person's browser: keeps cookies and sends the token that the engine's pages send. */
final class Browser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final URI root;

    private Browser(int port) {
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    /** Nobody's, but with the token, as anybody gets it by opening a page. */
    static Browser anonymous(int port) {
        Browser browser = new Browser(port);
        browser.send("GET", "/camunda/app/welcome/default/", null, "text/html");
        return browser;
    }

    static Browser of(LabPerson person, String app, int port) {
        Browser browser = anonymous(port);
        HttpResponse<String> answer = browser.signIn(person.user(), person.password(), app);
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    person + " could not sign in to " + app + ": " + answer.statusCode() + " " + answer.body());
        }
        // A login makes a new session, which has no token before the next page.
        browser.send("GET", "/camunda/app/welcome/default/", null, "text/html");
        return browser;
    }

    HttpResponse<String> signIn(String user, String password, String app) {
        return send(
                "POST",
                "/camunda/api/admin/auth/user/default/login/" + app,
                "username=" + encoded(user) + "&password=" + encoded(password),
                "application/x-www-form-urlencoded");
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null, "application/json");
    }

    /** As a person does, by its address. */
    HttpResponse<String> open(String path) {
        return send("GET", path, null, "text/html");
    }

    HttpResponse<String> send(String method, String path, String json) {
        return send(method, path, json, "application/json");
    }

    private HttpResponse<String> send(String method, String path, String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", body == null ? type + ", */*" : "application/json")
                .header("Content-Type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .ifPresent(token -> request.header("X-XSRF-TOKEN", token));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
