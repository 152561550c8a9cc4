package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Resolves the names in expressions and conditions and finds the types of their results. */
final class ExpressionBinder {
    private final Names names;

    ExpressionBinder(Names names) {
        this.names = names;
    }

    /** The collation of a comparison: the one COLLATE names, else that of the database. */
    static Collation collation(List<Term> terms, Frame frame) {
        for (Term term : terms) {
            if (term instanceof Terms.CollateTerm collated) {
                return collated.collation();
            }
        }
        return frame.session().collation();
    }

    private Collation collation(Term... terms) {
        return collation(List.of(terms), names.frame());
    }

    Term term(Expression expression) throws SqlError {
        if (names.isGrouped() && !Aggregates.in(expression)) {
            Term plain = new ExpressionBinder(names.grouped(null)).term(expression);
            if (names.groupKeys().contains(plain)) {
                return plain;
            }
        }
        if (expression instanceof Expression.Literal literal) {
            return new Terms.Constant(literal.value(), literal.type());
        }
        if (expression instanceof Expression.Variable variable) {
            return new Terms.VariableTerm(variable.name(), names.frame().type(variable.name()));
        }
        if (expression instanceof Expression.GlobalVariable global) {
            return new Terms.GlobalTerm(global.name(), GlobalVariables.type(global.name()));
        }
        if (expression instanceof Expression.ColumnReference column) {
            return names.column(column.parts());
        }
        if (expression instanceof Expression.Unary unary) {
            return unary(unary);
        }
        if (expression instanceof Expression.Binary binary) {
            Term left = term(binary.left());
            Term right = term(binary.right());
            return new Terms.BinaryTerm(
                    binary.operator(), left, right, Arithmetic.result(binary.operator(), left.type(), right.type()));
        }
        if (expression instanceof Expression.Cast cast) {
            Term style = cast.style() == null ? new Terms.Constant(0, Type.INT) : term(cast.style());
            return new Terms.CastTerm(term(cast.operand()), cast.type(), style);
        }
        if (expression instanceof Expression.SearchedCase searched) {
            return searched(searched);
        }
        if (expression instanceof Expression.Collate collate) {
            return new Terms.CollateTerm(term(collate.operand()), named(collate.collation()));
        }
        if (expression instanceof Expression.ScalarSubquery subquery) {
            Relation query = new QueryBinder(names).single(subquery.query());
            return new Terms.SubqueryTerm(query, query.fields().get(0).type());
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        if (expression instanceof Expression.ServerCall call) {
            return new Terms.ServerTerm(
                    call.function(),
                    terms(call.arguments()),
                    ServerFunctions.type(call.function(), names.frame().session()));
        }
        return aggregate((Expression.Aggregate) expression);
    }

    private Collation named(String name) {
        return name.equalsIgnoreCase("DATABASE_DEFAULT") || name.equalsIgnoreCase("CATALOG_DEFAULT")
                ? names.frame().session().collation()
                : Collation.named(name);
    }

    private Term unary(Expression.Unary unary) throws SqlError {
        Term operand = term(unary.operand());
        if (operand.type().isVariant()
                || operand.type().isDate()
                || operand.type().isText() && !unary.operator().equals("+")) {
            throw new SqlError(
                    8117,
                    16,
                    1,
                    "Operand data type " + operand.type().displayName() + " is invalid for "
                            + (unary.operator().equals("-") ? "minus" : "'" + unary.operator() + "'") + " operator.");
        }
        return switch (unary.operator()) {
            case "-" -> new Terms.Negative(operand);
            case "~" -> new Terms.Complement(operand);
            default -> operand;
        };
    }

    private Term searched(Expression.SearchedCase searched) throws SqlError {
        List<Terms.Branch> branches = new ArrayList<>();
        Type type = Type.NULL;
        for (Expression.When when : searched.whens()) {
            Terms.Branch branch = new Terms.Branch(condition(when.condition()), term(when.result()));
            branches.add(branch);
            type = type.meet(branch.result().type());
        }
        Term otherwise = searched.otherwise() == null ? null : term(searched.otherwise());
        return new Terms.CaseTerm(branches, otherwise, otherwise == null ? type : type.meet(otherwise.type()));
    }

    List<Term> terms(List<Expression> expressions) throws SqlError {
        List<Term> terms = new ArrayList<>();
        for (Expression expression : expressions) {
            terms.add(term(expression));
        }
        return terms;
    }

    private Term call(Expression.Call call) throws SqlError {
        List<Term> arguments = terms(call.arguments());
        switch (call.function()) {
            case "ISNULL":
                Type first = arguments.get(0).type();
                return new Terms.FirstNotNull(
                        arguments, first.length() < 0 ? arguments.get(1).type() : first);
            case "COALESCE":
                Type type = Type.NULL;
                for (Term argument : arguments) {
                    type = type.meet(argument.type());
                }
                return new Terms.FirstNotNull(arguments, type);
            case "NULLIF":
                return new Terms.NullIf(
                        arguments.get(0), arguments.get(1), collation(arguments.get(0), arguments.get(1)));
            default:
                FunctionLibrary.Function function = FunctionLibrary.function(call.function());
                return new Terms.FunctionTerm(function, arguments, function.type(arguments));
        }
    }

    private Term aggregate(Expression.Aggregate aggregate) throws SqlError {
        if (!names.isGrouped()) {
            throw new SqlError(
                    147,
                    15,
                    1,
                    "An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING"
                            + " clause or a select list, and the column being aggregated is an outer reference.");
        }
        if (aggregate.argument() == null) {
            return new Terms.AggregateTerm(
                    aggregate.function(), false, null, countType(aggregate.function()), collation());
        }
        Term argument = new ExpressionBinder(names.grouped(null)).term(aggregate.argument());
        Type type = argument.type();
        boolean sums =
                aggregate.function().equals("SUM") || aggregate.function().equals("AVG");
        if (sums && !type.isNumber()
                || type.sql() == SqlType.BIT && !aggregate.function().startsWith("COUNT")) {
            throw new SqlError(
                    8117,
                    16,
                    1,
                    "Operand data type " + type.displayName() + " is invalid for "
                            + aggregate.function().toLowerCase(java.util.Locale.ROOT) + " operator.");
        }
        Type result = sums ? sumType(type, aggregate.function()) : type;
        return new Terms.AggregateTerm(
                aggregate.function(),
                aggregate.distinct(),
                argument,
                aggregate.function().startsWith("COUNT") ? countType(aggregate.function()) : result,
                collation(argument));
    }

    private static Type countType(String function) {
        return function.equals("COUNT") ? Type.INT : Type.BIGINT;
    }

    private static Type sumType(Type type, String function) {
        return switch (type.sql()) {
            case TINYINT, SMALLINT, INT -> Type.INT;
            case NUMERIC -> Type.numeric(38, function.equals("SUM") ? type.scale() : Math.max(type.scale(), 6));
            case REAL -> Type.FLOAT;
            default -> type;
        };
    }

    Condition condition(Predicate predicate) throws SqlError {
        if (predicate instanceof Predicate.And and) {
            return new Conditions.Both(condition(and.left()), condition(and.right()));
        }
        if (predicate instanceof Predicate.Or or) {
            return new Conditions.Either(condition(or.left()), condition(or.right()));
        }
        if (predicate instanceof Predicate.Not not) {
            return new Conditions.Opposite(condition(not.operand()));
        }
        if (predicate instanceof Predicate.Compare compare) {
            return compared(compare.operator(), term(compare.left()), term(compare.right()));
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            return new Conditions.Null(term(isNull.operand()));
        }
        if (predicate instanceof Predicate.Like like) {
            return like(like);
        }
        if (predicate instanceof Predicate.In in) {
            Term operand = term(in.operand());
            List<Condition> any = new ArrayList<>();
            for (Expression value : in.values()) {
                any.add(compared("=", operand, term(value)));
            }
            return Conditions.any(any);
        }
        if (predicate instanceof Predicate.Exists exists) {
            return new Conditions.Exists(new QueryBinder(names).nested(exists.query()));
        }
        Predicate.CompareWithQuery compare = (Predicate.CompareWithQuery) predicate;
        Term left = term(compare.left());
        Relation query = new QueryBinder(names).single(compare.query());
        Type type = query.fields().get(0).type();
        return new Conditions.ComparedWithQuery(compare.operator(), left, compare.all(), query, type, collation(left));
    }

    private Condition compared(String operator, Term left, Term right) throws SqlError {
        Type winner = left.type().meet(right.type());
        if (!winner.isVariant()) {
            Conversion.checkImplicit(left.type(), winner);
            Conversion.checkImplicit(right.type(), winner);
        }
        return new Conditions.Compared(operator, left, right, collation(left, right));
    }

    private Condition like(Predicate.Like like) throws SqlError {
        Term operand = term(like.operand());
        Term pattern = term(like.pattern());
        Term escape = like.escape() == null ? null : term(like.escape());
        if (operand.type().isVariant() || pattern.type().isVariant()) {
            throw new SqlError(
                    8116,
                    16,
                    1,
                    "Argument data type sql_variant is invalid for argument "
                            + (operand.type().isVariant() ? 1 : 2) + " of like function.");
        }
        return new Conditions.Matches(operand, pattern, escape, collation(operand, pattern));
    }
}
