package org.failback.lab.server;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.Argument;

/** All procedures of the database {@code lab} by name. */
final class LabProcedures {
    private final Map<String, LabProcedure> byName = new ConcurrentSkipListMap<>();

    LabProcedures() {
        add(LabStatementProcedures.all());
        add(LabStorageProcedures.all());
        add(LabAgentProcedures.all());
        add(LabDatabaseProcedures.all());
        add(LabServerProcedures.all());
        add(LabMirroringProcedures.all());
        add(LabContentProcedures.all());
        add(LabLoginProcedures.all());
        add(List.of(new EstateProcedure(
                "help", "Lists the procedures of the lab with their parameters.", List.of(), this::help)));
    }

    /** Adds them; one whose name is taken goes in the place of the other. */
    void add(Collection<? extends LabProcedure> procedures) {
        procedures.forEach(one -> byName.put(one.name(), one));
    }

    Optional<LabProcedure> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Calls a procedure, for whom it is open to; the estate's lock is not held. */
    static void call(LabProcedure procedure, ServerSession session, List<Argument> arguments, Answer answer)
            throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(229, "EXECUTE", procedure.name(), "lab", "dbo");
        }
        procedure.call(new LabCall(procedure, session, answer, arguments));
        SqlEstate estate = session.instance().estate();
        estate.lock().lock();
        try {
            estate.changed().signalAll();
        } finally {
            estate.lock().unlock();
        }
    }

    private void help(LabCall call) {
        Answer answer = call.answer();
        answer.columns(List.of(
                new Column("procedure", SqlType.NVARCHAR, 128, 0),
                new Column("parameters", SqlType.NVARCHAR, 1000, 0),
                new Column("what", SqlType.NVARCHAR, 1000, 0)));
        Collection<LabProcedure> all = new TreeMap<>(byName).values();
        for (LabProcedure one : all) {
            List<String> parameters =
                    one.parameters().stream().map(LabParameter::toString).toList();
            answer.row("lab.dbo." + one.name(), String.join(", ", parameters), one.help());
        }
        answer.endOfRows(all.size());
    }
}
