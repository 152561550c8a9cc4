package org.failback.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The first page, which leads to the others, and the word of the rehearsal over all pages of the engine. */
@RestController
final class FrontPage {
    private static final MediaType CSS = MediaType.valueOf("text/css;charset=UTF-8");
    private static final MediaType HTML = MediaType.valueOf("text/html;charset=UTF-8");

    private final String page;
    private final Map<String, String> styles;

    FrontPage(Rehearsal rehearsal) {
        String word = rehearsal.on() ? read("rehearsal.html") : "";
        this.page = read("index.html").replace("<!-- rehearsal -->", word);
        String over = rehearsal.on() ? read("rehearsal.css") : "";
        String people = read("people.css") + over;
        // The engine's end-of-life notice stays where somebody can act on it, and leaves the screens of a night on
        // call.
        this.styles = Map.of("admin", over, "tasklist", people, "cockpit", people, "welcome", people);
    }

    @GetMapping("/")
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .contentType(HTML)
                .body(page);
    }

    /** Stands in for the file that the engine's pages load last for exactly this purpose. */
    @GetMapping("/camunda/app/{app:admin|tasklist|cockpit|welcome}/styles/user-styles.css")
    ResponseEntity<String> styles(@PathVariable("app") String app) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(CSS)
                .body(styles.get(app));
    }

    @GetMapping("/pages/front.css")
    ResponseEntity<String> frontStyle() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(CSS)
                .body(read("front.css"));
    }

    private static String read(String file) {
        try {
            return new ClassPathResource("pages/" + file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("pages/" + file + " belongs into the jar", e);
        }
    }
}
