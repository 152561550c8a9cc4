package org.failback.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.sqlserver.Remains;
import org.failback.step.Entry;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** What people see from the choice of the active servers until they say that chat works. */
final class GoLiveEvidence {
    private static final TypeReference<Map<String, String>> SERVER = new TypeReference<>() {};
    private static final String MGC_ON = "mgc on ";

    private final Estate estate;
    private final Procedure procedure;
    private final ObjectMapper json;

    GoLiveEvidence(Estate estate, Procedure procedure, ObjectMapper json) {
        this.estate = estate;
        this.procedure = procedure;
        this.json = json;
    }

    void servers(Run run, Map<String, Object> shown) {
        Map<String, String> seen = data(run, "checkActiveServers");
        List<String> proposed = proposed(run);
        List<Map<String, String>> servers = new ArrayList<>();
        for (ChatServer server : estate.chatServers()) {
            Map<String, String> row = parse(seen.get(server.fqdn()));
            servers.add(Rows.row(
                    "server", server.fqdn(),
                    "dataCenter", row.getOrDefault("dataCenter", "") + ", " + row.getOrDefault("link", ""),
                    "version", row.getOrDefault("version", ""),
                    "reachable", row.getOrDefault("reachable", "unknown"),
                    "services", row.getOrDefault("services", ""),
                    "state", row.getOrDefault("state", ""),
                    "proposed", proposed.stream().anyMatch(server.fqdn()::equalsIgnoreCase) ? "yes" : ""));
        }
        shown.put(
                "summary", run.lastFound("checkActiveServers").map(Entry::text).orElse(""));
        shown.put("warnings", List.of());
        shown.put("servers", servers);
        shown.put("refusal", refusal(run));
        shown.put(
                "rule",
                "One to four servers, each in " + estate.primary().name()
                        + " or with a declared low-latency link to it.");
    }

    /** Why managers did not let these servers go live, so that operators know what to change. */
    private static List<Map<String, String>> refusal(Run run) {
        return run
                .decision(Gate.GO_LIVE.name())
                .filter(no -> Run.REFUSE.equals(no.data().get(Run.CHOICE)))
                .stream()
                .map(no -> Rows.row("what", no.actor() + ", " + Rows.at(no.at()), "value", no.text()))
                .toList();
    }

    private List<String> proposed(Run run) {
        return run.confirmedServers()
                .orElseGet(() -> estate.targetActiveServers().stream()
                        .map(ChatServer::fqdn)
                        .toList());
    }

    void approval(Run run, Map<String, Object> shown) {
        List<String> active = run.confirmedServers().orElse(List.of());
        shown.put(
                GateEvidence.RELEASES, Release.at(Gate.GO_LIVE, procedure, run).toString());
        shown.put(
                "summary",
                "Chat goes live on " + estate.primaryInstance().serverName() + " with " + active.size()
                        + (active.size() == 1 ? " server." : " servers."));
        String primary = estate.primaryInstance().serverName();
        boolean mirrored = !data(run, "proveOnlyPrimaryServes")
                .getOrDefault(MGC_ON + primary, "")
                .contains("not mirrored");
        shown.put(
                "warnings",
                mirrored
                        ? List.of()
                        : List.of(
                                primary
                                        + " is not mirrored: log shipping is what protects it until its mirror is set up again."));
        shown.put("active", String.join(", ", active));
        shown.put("databases", databases(run));
        shown.put("compliance", compliance(run));
        shown.put("servers", seenByServers(run, active));
        shown.put("shipped", shipped(run));
        shown.put("commands", Rows.commands(procedure, Gate.GO_LIVE, run.factsAtGate()));
    }

    private static List<Map<String, String>> databases(Run run) {
        return data(run, "proveOnlyPrimaryServes").entrySet().stream()
                .filter(seen -> seen.getKey().startsWith(MGC_ON))
                .map(seen -> {
                    String state = seen.getValue();
                    int role = state.lastIndexOf(" (");
                    String plays = state.substring(role + 2, state.length() - 1);
                    return Rows.row(
                            "instance",
                            seen.getKey().substring(MGC_ON.length()),
                            "role",
                            plays,
                            "state",
                            state.substring(0, role),
                            "expected",
                            plays.equals("primary") ? "ONLINE" : "not ONLINE");
                })
                .toList();
    }

    private static List<Map<String, String>> compliance(Run run) {
        return data(run, "proveOnlyPrimaryServes").entrySet().stream()
                .filter(seen -> seen.getKey().startsWith("mgccomp"))
                .map(seen -> Rows.row("what", seen.getKey(), "value", seen.getValue()))
                .toList();
    }

    private List<Map<String, String>> seenByServers(Run run, List<String> active) {
        Map<String, String> seen = data(run, "checkActiveServers");
        return estate.chatServers().stream()
                .map(server -> {
                    Map<String, String> row = parse(seen.get(server.fqdn()));
                    return Rows.row(
                            "server", server.fqdn(),
                            "active", active.stream().anyMatch(server.fqdn()::equalsIgnoreCase) ? "will be" : "no",
                            "state", row.getOrDefault("state", "unknown"),
                            "services", row.getOrDefault("services", ""));
                })
                .toList();
    }

    private List<Map<String, String>> shipped(Run run) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String step : List.of("backUpLog", "copyLog", "restoreLog")) {
            Optional<Entry> found = run.lastFound(step);
            rows.add(Rows.row(
                    "what", procedure.step(step).map(Step::title).orElse(step),
                    "value", found.map(Rows::found).orElse("no turn yet")));
        }
        return rows;
    }

    void chat(Run run, Map<String, Object> shown) {
        Optional<Entry> found = run.lastFound("awaitSessions");
        List<Map<String, String>> sessions = run.confirmedServers().orElse(List.of()).stream()
                .map(server -> Rows.row(
                        "server", server,
                        "sessions", found.map(entry -> entry.data().get(server)).orElse("unknown"),
                        "since", found.map(entry -> Rows.at(entry.at())).orElse("")))
                .toList();
        shown.put(
                "summary",
                "The pool is live on " + estate.primaryInstance().serverName() + ". See for yourself that chat works.");
        shown.put("warnings", List.of());
        shown.put("sessions", sessions);
        shown.put(
                "remains",
                new Remains(estate)
                        .of(run).entrySet().stream()
                                .map(entry -> Rows.row("what", entry.getKey(), "value", entry.getValue()))
                                .toList());
    }

    private static Map<String, String> data(Run run, String step) {
        return run.lastFound(step).map(Entry::data).orElse(Map.of());
    }

    private Map<String, String> parse(String row) {
        if (row == null) {
            return Map.of();
        }
        try {
            return json.readValue(row, SERVER);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal's row about a server is not JSON", e);
        }
    }
}
