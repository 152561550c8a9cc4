package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.failback.lab.tds.SqlError;

/**
 * The names that can be seen in one query level.
 *
 * @param fields columns of this level's FROM
 * @param outer the level around it, or null
 * @param commonTables by upper-case name, those of the levels around it included
 * @param groupKeys what GROUP BY names when the level is grouped, else null
 */
record Names(
        Frame frame,
        List<Relation.Field> fields,
        Names outer,
        Map<String, CommonTableNames> commonTables,
        List<Term> groupKeys) {

    /** A common table expression with the names it sees itself. */
    record CommonTableNames(Query.CommonTable table, Names names) {}

    static Names none(Frame frame) {
        return new Names(frame, List.of(), null, Map.of(), null);
    }

    /** A level inside this one. */
    Names inner(List<Relation.Field> innerFields) {
        return new Names(frame, innerFields, this, commonTables, null);
    }

    /** The level inside {@code outer} whose FROM is not known yet. */
    Names with(List<Relation.Field> newFields) {
        return new Names(frame, newFields, outer, commonTables, groupKeys);
    }

    Names withCommonTables(Map<String, CommonTableNames> tables) {
        return new Names(frame, fields, outer, tables, groupKeys);
    }

    Names grouped(List<Term> keys) {
        return new Names(frame, fields, outer, commonTables, keys);
    }

    boolean isGrouped() {
        return groupKeys != null;
    }

    Optional<CommonTableNames> commonTable(ObjectName name) {
        return name.schema().isEmpty()
                ? Optional.ofNullable(commonTables.get(name.name().toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    Term column(List<String> parts) throws SqlError {
        String name = parts.get(parts.size() - 1);
        String qualifier = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
        Collation collation = frame.session().collation();
        boolean qualified = false;
        int depth = 0;
        for (Names level = this; level != null; level = level.outer) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i < level.fields.size(); i++) {
                Relation.Field field = level.fields.get(i);
                boolean here = qualifier == null || collation.sameName(field.qualifier(), qualifier);
                qualified |= here;
                if (here && !field.hidden() && collation.sameName(field.name(), name)) {
                    found.add(i);
                }
            }
            if (found.size() > 1) {
                throw new SqlError(209, 16, 1, "Ambiguous column name '" + name + "'.");
            }
            if (found.size() == 1) {
                int index = found.get(0);
                Term term = new Terms.ColumnTerm(
                        depth, index, level.fields.get(index).type());
                if (level.isGrouped() && !level.groupKeys.contains(new Terms.ColumnTerm(0, index, term.type()))) {
                    throw notGrouped(level.fields.get(index));
                }
                return term;
            }
            depth++;
        }
        if (!qualified && qualifier != null) {
            throw new SqlError(
                    4104, 16, 1, "The multi-part identifier \"" + String.join(".", parts) + "\" could not be bound.");
        }
        throw new SqlError(207, 16, 1, "Invalid column name '" + name + "'.");
    }

    private static SqlError notGrouped(Relation.Field field) {
        String name = field.qualifier().isEmpty() ? field.name() : field.qualifier() + "." + field.name();
        return new SqlError(
                8120,
                16,
                1,
                "Column '" + name
                        + "' is invalid in the select list because it is not contained in either an aggregate function"
                        + " or the GROUP BY clause.");
    }
}
