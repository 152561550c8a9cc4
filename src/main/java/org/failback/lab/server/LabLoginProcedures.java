package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.SqlError;

/** Logins of the instance that is asked, and the domain that knows its Windows accounts. */
final class LabLoginProcedures {
    private LabLoginProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "set_login",
                        "A SQL login is ok, locked, expired or must_change its password.",
                        List.of(LabParameter.required("login"), LabParameter.required("condition")),
                        LabLoginProcedures::set),
                new EstateProcedure(
                        "lose_domain",
                        "The instance reaches no domain controller: Windows accounts cannot be looked up.",
                        List.of(),
                        call -> call.instance().setReachesDomain(false)),
                new EstateProcedure(
                        "find_domain",
                        "The instance reaches its domain controllers again.",
                        List.of(),
                        call -> call.instance().setReachesDomain(true)));
    }

    private static void set(LabCall call) throws SqlError {
        String name = call.text("login");
        ServerLogin login = call.instance().login(name);
        if (login == null) {
            throw Errors.of(15151, "login", name);
        }
        String condition = call.choice("condition", LabStorageProcedures.names(LoginCondition.values()));
        login.setCondition(LoginCondition.valueOf(condition.toUpperCase(Locale.ROOT)));
    }
}
