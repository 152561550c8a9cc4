package org.failback.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The first page, which leads to the others, and the looks that say over every page whose servers these are. */
@RestController
final class FrontPage {
    private static final MediaType CSS = MediaType.valueOf("text/css;charset=UTF-8");
    private static final MediaType HTML = MediaType.valueOf("text/html;charset=UTF-8");

    private final String page;
    private final String frontLook;
    private final String look;
    private final String rehearsalLook;

    FrontPage(Rehearsal rehearsal) {
        this.page = read("pages/index.html")
                .replace("<!-- rehearsal -->", rehearsal.on() ? read("pages/rehearsal.html") : "");
        this.frontLook = read("pages/front.css");
        this.look = read("static/failback.css");
        this.rehearsalLook = rehearsal.on() ? read("rehearsal/rehearsal.css") : "";
    }

    @GetMapping("/")
    ResponseEntity<String> page() {
        return answer(HTML, page);
    }

    @GetMapping("/pages/front.css")
    ResponseEntity<String> frontLook() {
        return answer(CSS, frontLook);
    }

    /** The engine's pages import this one and the next from the style sheets that they load last. */
    @GetMapping("/failback.css")
    ResponseEntity<String> look() {
        return answer(CSS, look);
    }

    /** Empty outside a rehearsal. */
    @GetMapping("/rehearsal.css")
    ResponseEntity<String> rehearsalLook() {
        return answer(CSS, rehearsalLook);
    }

    private static ResponseEntity<String> answer(MediaType type, String body) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .contentType(type)
                .body(body);
    }

    private static String read(String file) {
        try {
            return new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " belongs into the jar", e);
        }
    }
}
