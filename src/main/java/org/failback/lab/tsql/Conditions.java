package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.SqlError;

/** The kinds of conditions. */
final class Conditions {
    private Conditions() {}

    record Both(Condition left, Condition right) implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            Truth first = left.value(row);
            return first == Truth.FALSE ? first : first.and(right.value(row));
        }
    }

    record Either(Condition left, Condition right) implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            Truth first = left.value(row);
            return first == Truth.TRUE ? first : first.or(right.value(row));
        }
    }

    record Opposite(Condition operand) implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            return operand.value(row).not();
        }
    }

    record Compared(String operator, Term left, Term right, Collation collation) implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            return compare(operator, left.value(row), left.type(), right.value(row), right.type(), collation);
        }
    }

    static Truth compare(String operator, Object left, Type leftType, Object right, Type rightType, Collation collation)
            throws SqlError {
        if (left == null || right == null) {
            return Truth.UNKNOWN;
        }
        int order = Comparison.of(left, leftType, right, rightType, collation);
        return Truth.of(
                switch (operator) {
                    case "=" -> order == 0;
                    case "<>" -> order != 0;
                    case "<" -> order < 0;
                    case ">" -> order > 0;
                    case "<=" -> order <= 0;
                    default -> order >= 0;
                });
    }

    record Null(Term operand) implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            return Truth.of(operand.value(row) == null);
        }
    }

    static final class Matches implements Condition {
        private record Known(String like, String escape, LikePattern pattern) {}

        private final Term operand;
        private final Term pattern;
        private final Term escape;
        private final Collation collation;
        /** Most patterns are the same for every row, and to read one costs more than to use it. */
        private volatile Known last;

        Matches(Term operand, Term pattern, Term escape, Collation collation) {
            this.operand = operand;
            this.pattern = pattern;
            this.escape = escape;
            this.collation = collation;
        }

        @Override
        public Truth value(Row row) throws SqlError {
            Object text = Conversion.to(Type.nvarchar(0), operand.value(row), operand.type());
            Object like = Conversion.to(Type.nvarchar(0), pattern.value(row), pattern.type());
            Object mark = escape == null ? "" : escape.value(row);
            if (text == null || like == null || mark == null) {
                return Truth.UNKNOWN;
            }
            return Truth.of(pattern((String) like, mark.toString()).matches((String) text));
        }

        private LikePattern pattern(String like, String character) throws SqlError {
            Known known = last;
            if (known == null || !known.like.equals(like) || !known.escape.equals(character)) {
                known = new Known(like, character, read(like, character));
                last = known;
            }
            return known.pattern;
        }

        private LikePattern read(String like, String character) throws SqlError {
            if (escape != null && character.length() != 1) {
                throw new SqlError(
                        506,
                        16,
                        1,
                        "The invalid escape character \"" + character + "\" was specified in a LIKE predicate.");
            }
            return LikePattern.of(like, character.isEmpty() ? null : character.charAt(0), collation);
        }
    }

    record Exists(Relation query) implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            return Truth.of(!query.rows(row).isEmpty());
        }
    }

    /** Compares with any or all rows of a query; IN is {@code = ANY}. */
    record ComparedWithQuery(String operator, Term left, boolean all, Relation query, Type type, Collation collation)
            implements Condition {
        @Override
        public Truth value(Row row) throws SqlError {
            Object value = left.value(row);
            Truth result = Truth.of(all);
            for (Object[] candidate : query.rows(row)) {
                Truth one = compare(operator, value, left.type(), candidate[0], type, collation);
                result = all ? result.and(one) : result.or(one);
            }
            return result;
        }
    }

    static Condition any(List<Condition> conditions) {
        Condition result = conditions.get(0);
        for (Condition next : conditions.subList(1, conditions.size())) {
            result = new Either(result, next);
        }
        return result;
    }
}
