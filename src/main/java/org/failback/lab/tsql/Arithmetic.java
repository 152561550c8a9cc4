package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** The operators {@code + - * / % & | ^} on values. */
final class Arithmetic {
    private static final Set<String> BITWISE = Set.of("&", "|", "^");

    private Arithmetic() {}

    /** The type of the result, or the refusal of types that do not go together. */
    static Type result(String operator, Type left, Type right) throws SqlError {
        if (left.isVariant() || right.isVariant() || left.sql() == SqlType.UNIQUEIDENTIFIER && !right.isText()) {
            Type wrong = left.isVariant() || !right.isVariant() ? left : right;
            throw new SqlError(
                    403,
                    16,
                    1,
                    "Invalid operator for data type. Operator equals " + word(operator) + ", type equals "
                            + wrong.displayName() + ".");
        }
        Type meet = left.meet(right);
        if (operator.equals("+") && meet.isText()) {
            boolean max = left.length() == 0 && left.isText() || right.length() == 0 && right.isText();
            int length = Math.max(0, left.length()) + Math.max(0, right.length());
            int most = meet.sql() == SqlType.NVARCHAR ? 4000 : 8000;
            return new Type(meet.sql(), max ? 0 : Math.min(most, length), 0, false);
        }
        if (operator.equals("+") && left.isBinary() && right.isBinary()) {
            return Type.varbinary(left.length() == 0 || right.length() == 0 ? 0 : left.length() + right.length());
        }
        if (meet.isText() || meet.isBinary() || meet.isDate() && !"+-".contains(operator)) {
            throw new SqlError(
                    402,
                    16,
                    1,
                    "The data types " + left.displayName() + " and " + right.displayName() + " are incompatible in the "
                            + word(operator) + " operator.");
        }
        if (BITWISE.contains(operator) && !meet.isWhole()) {
            throw new SqlError(
                    402,
                    16,
                    1,
                    "The data types " + left.displayName() + " and " + right.displayName()
                            + " are incompatible in the '" + operator + "' operator.");
        }
        if (meet.sql() == SqlType.NUMERIC) {
            return decimal(
                    operator, left.isText() ? meet : left.asNumeric(), right.isText() ? meet : right.asNumeric());
        }
        return switch (meet.sql()) {
            case BIT -> BITWISE.contains(operator) ? Type.BIT : Type.INT;
            case TINYINT, SMALLINT -> Type.INT;
            default -> meet;
        };
    }

    private static Type decimal(String operator, Type left, Type right) {
        int scale;
        int precision;
        if (operator.equals("*")) {
            scale = left.scale() + right.scale();
            precision = left.length() + right.length() + 1;
        } else if (operator.equals("/")) {
            scale = Math.max(6, left.scale() + right.length() + 1);
            precision = left.length() - left.scale() + right.scale() + scale;
        } else {
            scale = Math.max(left.scale(), right.scale());
            precision = Math.max(left.length() - left.scale(), right.length() - right.scale()) + scale + 1;
        }
        if (precision > 38) {
            scale = Math.max(Math.min(scale, 6), scale - (precision - 38));
            precision = 38;
        }
        return Type.numeric(precision, Math.max(0, scale));
    }

    static Object apply(String operator, Object left, Type leftType, Object right, Type rightType, Type result)
            throws SqlError {
        if (left == null || right == null) {
            return null;
        }
        if (result.isText()) {
            Type open = new Type(result.sql(), 0, 0, false);
            String text = (String) Conversion.to(open, left, leftType) + Conversion.to(open, right, rightType);
            return result.length() > 0 && text.length() > result.length() ? text.substring(0, result.length()) : text;
        }
        if (result.isBinary()) {
            byte[] a = (byte[]) left;
            byte[] b = (byte[]) right;
            byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }
        if (result.isDate()) {
            double a = Dates.days((java.time.LocalDateTime) Conversion.to(result, left, leftType));
            double b = Dates.days((java.time.LocalDateTime) Conversion.to(result, right, rightType));
            return Dates.ofDays(operator.equals("+") ? a + b : a - b);
        }
        if (result.isApproximate()) {
            return floating(operator, (Double) Conversion.to(result, left, leftType), (Double)
                    Conversion.to(result, right, rightType));
        }
        if (result.sql() == SqlType.NUMERIC) {
            return decimals(operator, left, leftType, right, rightType, result);
        }
        long a = ((Number) Conversion.to(Type.BIGINT, left, leftType)).longValue();
        long b = ((Number) Conversion.to(Type.BIGINT, right, rightType)).longValue();
        return Conversion.to(result, whole(operator, a, b, result), Type.BIGINT);
    }

    private static Object decimals(
            String operator, Object left, Type leftType, Object right, Type rightType, Type result) throws SqlError {
        Type open = Type.numeric(76, Math.max(leftType.scale(), rightType.scale()));
        BigDecimal a = (BigDecimal) Conversion.to(open, left, leftType);
        BigDecimal b = (BigDecimal) Conversion.to(open, right, rightType);
        BigDecimal exact = switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "/" -> a.divide(notZero(b), result.scale(), RoundingMode.DOWN);
            default -> a.remainder(notZero(b));
        };
        return Conversion.to(result, exact, result);
    }

    private static BigDecimal notZero(BigDecimal divisor) throws SqlError {
        if (divisor.signum() == 0) {
            throw divideByZero();
        }
        return divisor;
    }

    private static Double floating(String operator, double a, double b) throws SqlError {
        if (operator.equals("/") && b == 0) {
            throw divideByZero();
        }
        double value = switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default ->
                throw new SqlError(
                        402, 16, 1, "The data types float and float are incompatible in the modulo operator.");
        };
        if (Double.isInfinite(value)) {
            throw Conversion.overflow(Type.FLOAT);
        }
        return value;
    }

    private static Long whole(String operator, long a, long b, Type result) throws SqlError {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "/", "%" -> divide(operator, a, b);
                case "&" -> a & b;
                case "|" -> a | b;
                default -> a ^ b;
            };
        } catch (ArithmeticException e) {
            throw Conversion.overflow(result);
        }
    }

    private static Long divide(String operator, long a, long b) throws SqlError {
        if (b == 0) {
            throw divideByZero();
        }
        return operator.equals("/") ? a / b : a % b;
    }

    static SqlError divideByZero() {
        return new SqlError(8134, 16, 1, "Divide by zero error encountered.");
    }

    private static String word(String operator) {
        return switch (operator) {
            case "+" -> "add";
            case "-" -> "subtract";
            case "*" -> "multiply";
            case "/" -> "divide";
            case "%" -> "modulo";
            default -> "'" + operator + "'";
        };
    }
}
