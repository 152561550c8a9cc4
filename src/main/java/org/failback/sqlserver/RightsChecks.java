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
                    "Enable it before the outage is approved, for the window only.");
        }
        return login.get().flag("sysadmin")
                ? CheckResult.ok(name, host, actor + ", sysadmin")
                : CheckResult.failed(
                        name, host, actor + " is not sysadmin.", "Make it member of sysadmin for the window.");
    }
}
