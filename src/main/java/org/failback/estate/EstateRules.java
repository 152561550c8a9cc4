package org.failback.estate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What must hold between the parts of an estate. A rule is silent where the properties it compares are wrong themselves. */
final class EstateRules {
    /** A pool has no more active servers than this (domain of the planning page: 4 of 8). */
    private static final int ACTIVE = 4;

    private final Estate estate;
    private final Section at;
    private final Reading reading;
    private final Map<String, SqlInstance> forMgc = new LinkedHashMap<>();
    private final Map<String, SqlInstance> forCompliance = new LinkedHashMap<>();

    EstateRules(Estate estate, Section at) {
        this.estate = estate;
        this.at = at;
        this.reading = at.reading();
        instances("primary", estate.primary());
        instances("backup", estate.backup());
        estate.compliance().ifPresent(this::instances);
    }

    void check() {
        dataCentersDiffer();
        serversDiffer(forMgc);
        serversDiffer(forCompliance);
        complianceStaysInItsDataCenter();
        sameServerIsDescribedAlike();
        addressesDiffer();
        membersAreNamedOnce();
        membersHaveEndpointsOfTheirOwn();
        membersStandInADataCenter();
        targetsAreFewAndNear();
        schedulesCanBeWritten();
        alertsLeaveTimeForSeveralTries();
        lookingAndActingLoginsShouldDiffer();
    }

    private void instances(String group, DataCenter dataCenter) {
        forMgc.put(at.path(group + ".instance"), dataCenter.instance());
        dataCenter.mirror().ifPresent(mirror -> forMgc.put(at.path(group + ".mirror"), mirror));
        dataCenter.witness().ifPresent(witness -> forMgc.put(at.path(group + ".witness"), witness));
    }

    private void instances(Compliance compliance) {
        forCompliance.put(at.path("compliance.primary"), compliance.primary());
        forCompliance.put(at.path("compliance.backup"), compliance.backup());
        compliance.backupMirror().ifPresent(mirror -> forCompliance.put(at.path("compliance.backup-mirror"), mirror));
    }

    private void dataCentersDiffer() {
        String name = at.path("backup.name");
        if (reading.sound(at.path("primary.name"))
                && reading.sound(name)
                && estate.primary().name().equalsIgnoreCase(estate.backup().name())) {
            reading.problem(
                    name,
                    "is \"" + estate.backup().name() + "\", but must differ from " + at.path("primary.name") + ".");
        }
    }

    /** Guards tell servers apart by {@code SERVERPROPERTY('ServerName')}, so that is what must differ. */
    private void serversDiffer(Map<String, SqlInstance> instances) {
        Map<String, String> seen = new HashMap<>();
        instances.forEach((path, instance) -> {
            if (named(path)) {
                String first = seen.putIfAbsent(instance.serverName(), path);
                if (first != null) {
                    reading.problem(
                            path,
                            "is \"" + instance.serverName() + "\", but must be another server than " + first + ".");
                }
            }
        });
    }

    private void complianceStaysInItsDataCenter() {
        estate.compliance().ifPresent(compliance -> {
            notIn(at.path("compliance.primary"), compliance.primary(), "backup", estate.backup());
            notIn(at.path("compliance.backup"), compliance.backup(), "primary", estate.primary());
            compliance
                    .backupMirror()
                    .ifPresent(m -> notIn(at.path("compliance.backup-mirror"), m, "primary", estate.primary()));
        });
    }

    private void notIn(String path, SqlInstance instance, String group, DataCenter other) {
        boolean sound = named(path)
                && forMgc.keySet().stream()
                        .filter(p -> p.startsWith(at.path(group)))
                        .allMatch(this::named);
        if (sound && other.all().anyMatch(i -> i.serverName().equals(instance.serverName()))) {
            reading.problem(
                    path, "is \"" + instance.serverName() + "\", but must not be a server of " + at.path(group) + ".");
        }
    }

    private void sameServerIsDescribedAlike() {
        forCompliance.forEach((path, instance) -> forMgc.forEach((other, described) -> {
            if (reading.sound(path)
                    && reading.sound(other)
                    && instance.serverName().equals(described.serverName())
                    && !instance.equals(described)) {
                reading.problem(
                        path,
                        "is \"" + instance.serverName() + "\" like " + other
                                + ", but must then be the same in every property.");
            }
        }));
    }

    private void addressesDiffer() {
        Map<String, SqlInstance> all = new LinkedHashMap<>(forMgc);
        all.putAll(forCompliance);
        Map<String, String> seen = new HashMap<>();
        all.forEach((path, instance) -> {
            if (named(path) && reading.sound(path + ".connect-to") && reading.sound(path + ".port")) {
                String address = instance.address().toLowerCase(Locale.ROOT) + ":" + instance.port();
                String first = seen.putIfAbsent(address, path);
                if (first != null && !all.get(first).serverName().equals(instance.serverName())) {
                    reading.problem(
                            path + ".port",
                            "leads to \"" + address + "\", but must lead elsewhere than " + first
                                    + ", which is another server.");
                }
            }
        });
    }

    private void membersAreNamedOnce() {
        Map<String, String> seen = new HashMap<>();
        members((path, member) -> {
            String first = seen.putIfAbsent(member.fqdn().toLowerCase(Locale.ROOT), path);
            if (first != null && reading.sound(path + ".fqdn")) {
                reading.problem(
                        path + ".fqdn", "is \"" + member.fqdn() + "\", but must be another server than " + first + ".");
            }
        });
    }

    private void membersHaveEndpointsOfTheirOwn() {
        Map<String, String> seen = new HashMap<>();
        members((path, member) -> {
            if (reading.sound(path + ".endpoint.host") && reading.sound(path + ".endpoint.port")) {
                String address = member.endpoint().toString().toLowerCase(Locale.ROOT);
                String first = seen.putIfAbsent(address, path);
                if (first != null) {
                    reading.problem(
                            path + ".endpoint",
                            "is \"" + address + "\", but must lead to another server than " + first + ".endpoint.");
                }
            }
        });
    }

    private void membersStandInADataCenter() {
        // A list, since two names that are both missing are the same.
        List<String> names = List.of(estate.primary().name(), estate.backup().name());
        boolean known = reading.sound(at.path("primary.name")) && reading.sound(at.path("backup.name"));
        members((path, member) -> {
            if (known && reading.sound(path + ".data-center") && !names.contains(member.dataCenter())) {
                reading.problem(
                        path + ".data-center",
                        "is \"" + member.dataCenter() + "\", but must be " + at.path("primary.name") + " or "
                                + at.path("backup.name") + ", that is "
                                + estate.primary().name() + " or "
                                + estate.backup().name() + ".");
            }
        });
    }

    /** The procedure's second IMPORTANT note. */
    private void targetsAreFewAndNear() {
        List<String> targets = new ArrayList<>();
        members((path, member) -> {
            if (member.target()) {
                targets.add(path);
                boolean near = member.lowLatencyLink()
                        || member.dataCenter().equals(estate.primary().name());
                if (!near
                        && reading.sound(path + ".data-center")
                        && reading.sound(path + ".low-latency-link")
                        && reading.sound(at.path("primary.name"))) {
                    reading.problem(
                            path + ".target",
                            "is \"true\", but must be false for a server outside "
                                    + estate.primary().name() + " unless its low-latency-link to there is declared.");
                }
            }
        });
        boolean sound = reading.problems().stream()
                .map(Problem::property)
                .noneMatch(property -> property.equals(at.path("chat-servers")) || property.endsWith("].target"));
        if (sound && (targets.isEmpty() || targets.size() > ACTIVE)) {
            reading.problem(
                    at.path("chat-servers"),
                    "has " + targets.size() + " members with target \"true\", but must have 1 to " + ACTIVE + ".");
        }
    }

    /** A job schedule counts in minutes up to 59 or in whole hours, as the page of sp_add_schedule says. */
    private void schedulesCanBeWritten() {
        Storage.Schedule schedule = estate.storage().schedule();
        interval("back-up", schedule.backUp());
        interval("copy", schedule.copy());
        interval("restore", schedule.restore());
    }

    private void interval(String job, Duration interval) {
        String path = at.path("storage.schedule." + job);
        if (reading.sound(path) && interval.toMinutes() > 59 && interval.toMinutes() % 60 != 0) {
            reading.problem(
                    path,
                    "is \"" + Length.text(interval)
                            + "\", but must be at most 59m or whole hours: a job schedule knows nothing between.");
        }
    }

    /** Microsoft's page on alert 14421 asks for at least three times the interval of the job. */
    private void alertsLeaveTimeForSeveralTries() {
        Storage.Schedule schedule = estate.storage().schedule();
        Storage.LogShipping times = estate.storage().logShipping();
        alert("backup-alert", times.backupAlert(), "back-up", schedule.backUp());
        alert("restore-alert", times.restoreAlert(), "restore", schedule.restore());
    }

    private void alert(String alert, Duration after, String job, Duration interval) {
        String path = at.path("storage.log-shipping." + alert);
        String schedule = at.path("storage.schedule." + job);
        Duration least = interval.multipliedBy(3);
        if (reading.sound(path) && reading.sound(schedule) && after.compareTo(least) < 0) {
            reading.problem(
                    path,
                    "is \"" + Length.text(after) + "\", but must be at least " + Length.text(least) + ", three times "
                            + schedule + ", or one slow job would raise an alert.");
        }
    }

    private void lookingAndActingLoginsShouldDiffer() {
        Map<String, SqlInstance> all = new LinkedHashMap<>(forMgc);
        all.putAll(forCompliance);
        all.forEach((path, instance) -> {
            if (instance.look().user().equalsIgnoreCase(instance.act().user())) {
                reading.warn(path + " looks and acts with the same login \""
                        + instance.act().user()
                        + "\"; a login of its own that only reads would keep every look harmless.");
            }
        });
    }

    private interface OfMember {
        void check(String path, ChatServer member);
    }

    private void members(OfMember rule) {
        for (int i = 0; i < estate.chatServers().size(); i++) {
            rule.check(at.path("chat-servers[" + i + "]"), estate.chatServers().get(i));
        }
    }

    private boolean named(String path) {
        return reading.sound(path + ".host") && reading.sound(path + ".instance-name");
    }
}
