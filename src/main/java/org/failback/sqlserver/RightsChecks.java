package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.CheckResult;

/** What the two logins may do. The one that acts is asked about, never used. */
final class RightsChecks {
    private RightsChecks() {}

    static List<CheckResult> rights(Inquiry inquiry, SqlInstance instance, boolean acts) {
        List<CheckResult> lines = new ArrayList<>();
        Privileges privileges = Privileges.of(inquiry);
        String looker = instance.look().user();
        lines.add(
                privileges.missing().isEmpty()
                        ? CheckResult.ok(
                                "Login that looks",
                                instance.serverName(),
                                looker + (privileges.sysadmin() ? ", sysadmin" : " sees what it needs"))
                        : CheckResult.failed(
                                "Login that looks",
                                instance.serverName(),
                                looker + " lacks " + String.join(", ", privileges.missing()),
                                "Grant it; without these rights the server answers NULL instead of refusing."));
        if (acts) {
            lines.add(actor(inquiry, instance));
        }
        return lines;
    }

    private static CheckResult actor(Inquiry inquiry, SqlInstance instance) {
        String name = "Login that acts";
        String host = instance.serverName();
        String actor = instance.act().user();
        Optional<Row> login = inquiry.ask(Lookup.ACTING_LOGIN, actor).stream().findFirst();
        if (login.isEmpty()) {
            return CheckResult.confirm(
                    name,
                    host,
                    actor + " is no login of its own here; it may come in through a Windows group.",
                    "Confirm that it is sysadmin on this instance from the outage on.");
        }
        if (login.get().flag("is_disabled")) {
            return CheckResult.confirm(
                    name,
                    host,
                    actor + " is disabled.",
                    "Enable it now, for the window only: the probe of the Agent accounts uses it before the outage is approved.");
        }
        return login.get().flag("sysadmin")
                ? CheckResult.ok(name, host, actor + ", sysadmin")
                : CheckResult.failed(
                        name, host, actor + " is not sysadmin.", "Make it member of sysadmin for the window.");
    }

    /** After the restore P's mgc has B's users: a SQL login with another SID could no longer look into it. */
    static List<CheckResult> sameLooker(Inquiry primary, Inquiry backup, SqlInstance p, SqlInstance b) {
        String name = "Login that looks";
        Optional<Row> here = login(primary, p.look().user());
        Optional<Row> there = login(backup, b.look().user());
        if (here.isEmpty() || there.isEmpty()) {
            return List.of(CheckResult.ok(
                    name, p.serverName(), "comes in through a Windows group, which has one SID everywhere"));
        }
        return List.of(
                here.get().text("sid").equals(there.get().text("sid"))
                        ? CheckResult.ok(name, p.serverName(), p.look().user() + " has the same SID on both")
                        : CheckResult.failed(
                                name,
                                p.serverName(),
                                p.look().user() + " has another SID than on " + b.serverName()
                                        + ", so after the restore it could not look into mgc.",
                                "Create it anew on " + p.serverName() + " WITH SID = 0x"
                                        + there.get().text("sid").toUpperCase(java.util.Locale.ROOT) + "."));
    }

    private static Optional<Row> login(Inquiry inquiry, String user) {
        return inquiry.ask(Lookup.LOGINS).stream()
                .filter(row -> row.text("name").equalsIgnoreCase(user))
                .findFirst();
    }
}
