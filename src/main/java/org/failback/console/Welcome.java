package org.failback.console;

import java.util.List;
import org.failback.access.LabPerson;
import org.failback.access.Rehearsal;
import org.springframework.core.env.Environment;

/** What whoever started the application reads: where to go, and in a rehearsal as whom. */
final class Welcome {
    private final Environment environment;
    private final Rehearsal rehearsal;

    Welcome(Environment environment, Rehearsal rehearsal) {
        this.environment = environment;
        this.rehearsal = rehearsal;
    }

    /** @param people who may log in to a rehearsal, with their passwords */
    String text(List<LabPerson> people) {
        String url = "http://localhost:" + environment.getProperty("local.server.port") + "/";
        if (!rehearsal.on()) {
            return "Persistent Chat Failback serves " + url + "\n";
        }
        StringBuilder text = new StringBuilder();
        text.append(Rehearsal.WORD).append(": everything happens in the lab; no real server is touched.\n\n");
        text.append("Go to ")
                .append(url)
                .append("camunda/app/tasklist/ and log in. A failback waits at its first gate.\n\n");
        for (LabPerson person : people) {
            text.append(String.format("  %-10s password %-26s %s%n", person.user(), person.password(), part(person)));
        }
        return text.toString();
    }

    private static String part(LabPerson person) {
        return switch (person.group()) {
            case "operators" -> "confirms what operators see";
            case "managers" -> "approves; not what he started himself";
            default -> "watches in Cockpit (camunda/app/cockpit/)";
        };
    }
}
