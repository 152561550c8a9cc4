package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** The kinds of terms that are not functions. */
final class Terms {
    private Terms() {}

    record Constant(Object constant, Type type) implements Term {
        @Override
        public Object value(Row row) {
            return constant;
        }
    }

    record VariableTerm(String name, Type type) implements Term {
        @Override
        public Object value(Row row) {
            return row.frame().value(name);
        }
    }

    record GlobalTerm(String name, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            return GlobalVariables.value(name, row.frame());
        }
    }

    /** A column; depth counts the query levels outwards. */
    record ColumnTerm(int depth, int index, Type type) implements Term {
        @Override
        public Object value(Row row) {
            Row level = row;
            for (int i = 0; i < depth; i++) {
                level = level.outer();
            }
            return level.cells()[index];
        }
    }

    record Negative(Term operand) implements Term {
        @Override
        public Type type() {
            return operand.type().isText() ? Type.INT : operand.type();
        }

        @Override
        public Object value(Row row) throws SqlError {
            return Arithmetic.apply(
                    "-", 0, Type.INT, operand.value(row), operand.type(), Arithmetic.result("-", Type.INT, type()));
        }
    }

    record Complement(Term operand) implements Term {
        @Override
        public Type type() {
            return operand.type();
        }

        @Override
        public Object value(Row row) throws SqlError {
            return Arithmetic.apply("^", operand.value(row), operand.type(), -1, Type.INT, Type.INT);
        }
    }

    record BinaryTerm(String operator, Term left, Term right, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            return Arithmetic.apply(operator, left.value(row), left.type(), right.value(row), right.type(), type);
        }
    }

    /** CAST and CONVERT; without a style its term is a constant 0. */
    record CastTerm(Term operand, Type type, Term style) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            Object number = Conversion.to(Type.INT, style.value(row), style.type());
            return number == null ? null : Conversion.to(type, operand.value(row), operand.type(), (Integer) number);
        }
    }

    record CollateTerm(Term operand, Collation collation) implements Term {
        @Override
        public Type type() {
            return operand.type();
        }

        @Override
        public Object value(Row row) throws SqlError {
            return operand.value(row);
        }
    }

    record Branch(Condition condition, Term result) {}

    record CaseTerm(List<Branch> branches, Term otherwise, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            for (Branch branch : branches) {
                if (branch.condition().value(row).isTrue()) {
                    return Conversion.to(
                            type, branch.result().value(row), branch.result().type());
                }
            }
            return otherwise == null ? null : Conversion.to(type, otherwise.value(row), otherwise.type());
        }
    }

    /** COALESCE and ISNULL. */
    record FirstNotNull(List<Term> candidates, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            for (Term candidate : candidates) {
                Object value = candidate.value(row);
                if (value != null) {
                    return Conversion.to(type, value, candidate.type());
                }
            }
            return null;
        }
    }

    record NullIf(Term left, Term right, Collation collation) implements Term {
        @Override
        public Type type() {
            return left.type();
        }

        @Override
        public Object value(Row row) throws SqlError {
            Object a = left.value(row);
            Object b = right.value(row);
            return a != null && b != null && Comparison.of(a, left.type(), b, right.type(), collation) == 0 ? null : a;
        }
    }

    record SubqueryTerm(Relation query, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            List<Object[]> rows = query.rows(row);
            if (rows.size() > 1) {
                throw new SqlError(
                        512,
                        16,
                        1,
                        "Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=,"
                                + " <, <= , >, >= or when the subquery is used as an expression.");
            }
            return rows.isEmpty() ? null : rows.get(0)[0];
        }
    }

    record FunctionTerm(FunctionLibrary.Function function, List<Term> arguments, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            return function.call(arguments, row);
        }
    }

    record ServerTerm(ObjectName function, List<Term> arguments, Type type) implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            List<Object> values = new ArrayList<>();
            for (Term argument : arguments) {
                values.add(argument.value(row));
            }
            Session session = row.frame().session();
            if (function.name().equals("OBJECT_ID") && values.get(0) instanceof String text) {
                ObjectName name = ObjectName.parse(text);
                if (name.isTemporary()) {
                    return session.scope().temporary(name.name()).isPresent()
                            ? -Math.abs(name.name().hashCode() | 1)
                            : null;
                }
            }
            Object value = session.server().function(function, values, session.scope());
            return value == null || type.isVariant() ? value : Conversion.to(type, value, Type.ofValue(value));
        }
    }

    record AggregateTerm(String function, boolean distinct, Term argument, Type type, Collation collation)
            implements Term {
        @Override
        public Object value(Row row) throws SqlError {
            List<Object> values = new ArrayList<>();
            Set<Object> seen = new HashSet<>();
            for (Row member : row.group()) {
                Object value = argument == null ? Boolean.TRUE : argument.value(member);
                if (value != null && (!distinct || seen.add(Keys.of(value, collation)))) {
                    values.add(value);
                }
            }
            return switch (function) {
                case "COUNT" -> values.size();
                case "COUNT_BIG" -> (long) values.size();
                case "MIN", "MAX" -> extreme(values, function.equals("MIN") ? -1 : 1);
                default -> sum(values);
            };
        }

        private Object extreme(List<Object> values, int sign) throws SqlError {
            Object best = null;
            for (Object value : values) {
                if (best == null
                        || sign * Comparison.of(value, argument.type(), best, argument.type(), collation) > 0) {
                    best = value;
                }
            }
            return best;
        }

        private Object sum(List<Object> values) throws SqlError {
            if (values.isEmpty()) {
                return null;
            }
            Object total = Conversion.to(type, 0, Type.INT);
            for (Object value : values) {
                total = Arithmetic.apply("+", total, type, value, argument.type(), type);
            }
            return function.equals("SUM") ? total : Arithmetic.apply("/", total, type, values.size(), Type.INT, type);
        }
    }
}
