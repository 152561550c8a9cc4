package org.failback.lab.tsql;

import org.failback.lab.tds.SqlError;

/** Computes expressions that stand outside of any query. */
final class Values {
    private Values() {}

    static Term term(Frame frame, Expression expression) throws SqlError {
        return new ExpressionBinder(Names.none(frame)).term(expression);
    }

    static Object value(Frame frame, Expression expression) throws SqlError {
        return term(frame, expression).value(Row.root(frame));
    }

    static void assign(Frame frame, String variable, Expression expression) throws SqlError {
        Term term = term(frame, expression);
        Conversion.checkImplicit(term.type(), frame.type(variable));
        frame.assign(variable, term.value(Row.root(frame)), term.type());
    }
}
