package org.failback.lync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the runner's JSON. */
final class Answers {
    private Answers() {}

    /** The pool as it stands under {@code field} of the answer: {@code pool}, {@code before} or {@code after}. */
    static ChatPool pool(JsonNode answer, String field) {
        JsonNode pool = answer.path(field);
        List<String> states = texts(pool.path("states"));
        return new ChatPool(
                pool.path("identity").asText(),
                pool.path("version").asText(),
                pool.path("pools").asInt(),
                states.size() == 1 ? states.get(0) : "",
                texts(pool.path("active")),
                texts(pool.path("inactive")),
                stores(pool, ""),
                stores(pool, "Compliance"),
                answer.path("utc").asText(),
                texts(answer.path("warnings")));
    }

    static Replication replication(JsonNode answer) {
        List<Replication.Replica> replicas = new ArrayList<>();
        answer.path("replicas")
                .forEach(replica -> replicas.add(new Replication.Replica(
                        replica.path("server").asText().toLowerCase(Locale.ROOT),
                        replica.path("upToDate").asBoolean(),
                        instant(replica.path("lastUpdateCreation")),
                        replica.path("version").asText(""))));
        JsonNode master = answer.path("master");
        return new Replication(
                replicas,
                master.path("server").asText(),
                instant(master.path("heartbeat")),
                instant(answer.path("utc")).orElse(Instant.EPOCH));
    }

    /** A chat server as it stands under {@code field} of the answer: {@code local}, {@code before} or {@code after}. */
    static LocalServer server(String fqdn, JsonNode answer, String field) {
        JsonNode local = answer.path(field);
        List<String> states = texts(local.path("states"));
        List<LocalServer.Service> services = new ArrayList<>();
        local.path("services")
                .forEach(service -> services.add(new LocalServer.Service(
                        service.path("name").asText(),
                        service.path("displayName").asText(),
                        service.path("compliance").asBoolean(),
                        service.path("status").asText())));
        return new LocalServer(fqdn, states.size() == 1 ? states.get(0) : "", services, instant(answer.path("utc")));
    }

    /**
     * When a change was made, by the management server's clock: just before the cmdlet, since the master may make its
     * update while the script still reads back.
     */
    static String changedAt(JsonNode answer) {
        return answer.path("at").asText(answer.path("utc").asText());
    }

    static Optional<Instant> instant(JsonNode text) {
        try {
            return text.asText("").isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text.asText()));
        } catch (DateTimeParseException odd) {
            return Optional.empty();
        }
    }

    private static ChatStores stores(JsonNode pool, String role) {
        String property = "PersistentChat" + role + "Database";
        return new ChatStores(
                store(pool, property),
                store(pool, "Mirror" + property),
                store(pool, "Backup" + property),
                store(pool, "BackupMirror" + property));
    }

    private static Optional<ChatStore> store(JsonNode pool, String property) {
        String identity = pool.path("databases").path(property).asText("");
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        List<String> instances = new ArrayList<>();
        pool.path("stores").forEach(store -> {
            if (store.path("identity").asText().equalsIgnoreCase(identity)) {
                instances.add(store.path("instance").asText());
            }
        });
        String host = identity.substring(identity.lastIndexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
        return Optional.of(new ChatStore(
                host,
                instances.size() == 1 && !instances.get(0).isEmpty()
                        ? Optional.of(instances.get(0))
                        : Optional.empty()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return List.copyOf(texts);
    }
}
