package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** Resolves what stands after FROM. */
final class FromBinder {
    /** The level that the FROM belongs to; its own columns are not visible inside it, except to APPLY. */
    private final Names names;

    FromBinder(Names names) {
        this.names = names;
    }

    Relation bind(Query.From from) throws SqlError {
        if (from instanceof Query.NamedTable named) {
            return named(named);
        }
        if (from instanceof Query.VariableTable variable) {
            MemoryTable table = names.frame().table(variable.variable());
            return table(table, variable.alias(), ObjectName.of(variable.variable()), true);
        }
        if (from instanceof Query.FunctionTable function) {
            return function(function);
        }
        if (from instanceof Query.Derived derived) {
            Relation query = new QueryBinder(outside()).nested(derived.query());
            return Relations.renamed(query, derived.alias(), derived.columns());
        }
        if (from instanceof Query.Join join) {
            return join(join);
        }
        Query.Apply apply = (Query.Apply) from;
        Relation left = bind(apply.left());
        // The right side sees the row of the left one as the level around it.
        Names levelOfLeft = names.with(left.fields());
        Relation right = new FromBinder(levelOfLeft.inner(List.of())).bind(apply.right());
        return new Relations.Applied(apply.outer(), left, right, concat(left, right));
    }

    /** Derived tables see the levels around the query, not its own. */
    private Names outside() {
        return names.outer() == null
                ? Names.none(names.frame()).withCommonTables(names.commonTables())
                : names.outer().withCommonTables(names.commonTables());
    }

    private Relation named(Query.NamedTable named) throws SqlError {
        var common = names.commonTable(named.name());
        if (common.isPresent()) {
            Query.CommonTable table = common.get().table();
            Relation query = new QueryBinder(common.get().names()).nested(table.query());
            return new Relations.Detached(Relations.renamed(query, named.alias(), table.columns()));
        }
        Table table = Tables.find(named.name(), names.frame());
        return table(table, named.alias(), named.name(), false);
    }

    private static Relation table(Table table, String alias, ObjectName name, boolean variable) {
        List<Relation.Field> fields = new ArrayList<>();
        for (Column column : table.columns()) {
            fields.add(new Relation.Field(alias, column.name(), Type.of(column), null));
        }
        fields.add(new Relation.Field(alias, "", Type.VARIANT, new Relation.Source(name, table, variable)));
        return new Relations.Stored(table, fields);
    }

    private Relation function(Query.FunctionTable function) throws SqlError {
        Session session = names.frame().session();
        TableFunction table = session.server().tableFunction(function.name(), session.scope());
        List<Term> arguments = new ExpressionBinder(outside()).terms(function.arguments());
        List<Relation.Field> fields = new ArrayList<>();
        for (Column column : table.columns()) {
            fields.add(new Relation.Field(function.alias(), column.name(), Type.of(column), null));
        }
        return new Relations.Computed(table, arguments, fields);
    }

    private Relation join(Query.Join join) throws SqlError {
        Relation left = bind(join.left());
        Relation right = bind(join.right());
        List<Relation.Field> fields = concat(left, right);
        checkAliases(left, right);
        Condition on = join.on() == null ? null : new ExpressionBinder(names.with(fields)).condition(join.on());
        return new Relations.Joined(join.kind(), left, right, on, fields);
    }

    /** Two tables may go by one name only when they are called by their own names and those differ further up. */
    private void checkAliases(Relation left, Relation right) throws SqlError {
        Collation collation = names.frame().session().collation();
        for (Relation.Field one : left.fields()) {
            for (Relation.Field other : right.fields()) {
                boolean same = collation.sameName(one.qualifier(), other.qualifier());
                boolean apart = one.hidden()
                        && other.hidden()
                        && !one.source().name().equals(other.source().name());
                if (same && one.hidden() && other.hidden() && !apart) {
                    throw new SqlError(
                            1011,
                            15,
                            1,
                            "The correlation name '" + one.qualifier() + "' is specified multiple times in a FROM"
                                    + " clause.");
                }
            }
        }
    }

    private static List<Relation.Field> concat(Relation left, Relation right) {
        List<Relation.Field> fields = new ArrayList<>(left.fields());
        fields.addAll(right.fields());
        return fields;
    }
}
