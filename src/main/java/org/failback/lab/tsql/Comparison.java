package org.failback.lab.tsql;

import java.util.Arrays;
import java.util.UUID;
import org.failback.lab.tds.SqlError;

/** The order of two values that are not NULL. */
final class Comparison {
    private Comparison() {}

    static int of(Object left, Type leftType, Object right, Type rightType, Collation collation) throws SqlError {
        if (leftType.isVariant() || rightType.isVariant()) {
            return variants(left, leftType, right, rightType, collation);
        }
        Type meet = leftType.meet(rightType);
        // The length of the meeting type must not cut what is compared.
        Type open = meet.isText() || meet.isBinary() ? new Type(meet.sql(), 0, 0, false) : meet;
        return same(Conversion.to(open, left, leftType), Conversion.to(open, right, rightType), collation);
    }

    /** Values of sql_variant compare by the family of their types first, so that 1 never equals '1'. */
    private static int variants(Object left, Type leftType, Object right, Type rightType, Collation collation)
            throws SqlError {
        Type a = leftType.isVariant() ? Type.ofValue(left) : leftType;
        Type b = rightType.isVariant() ? Type.ofValue(right) : rightType;
        int families = Integer.compare(family(a), family(b));
        return families != 0 ? families : of(left, a, right, b, collation);
    }

    private static int family(Type type) {
        if (type.isDate()) {
            return 6;
        }
        if (type.isApproximate()) {
            return 5;
        }
        if (type.isNumber()) {
            return 4;
        }
        return type.isText() ? 3 : type.isBinary() ? 2 : 1;
    }

    /** Compares two values of one class. */
    @SuppressWarnings("unchecked")
    static int same(Object left, Object right, Collation collation) {
        if (left instanceof String text) {
            return collation.compare(text, (String) right);
        }
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof UUID guid) {
            return Binary.compare(guid, (UUID) right);
        }
        return ((Comparable<Object>) left).compareTo(right);
    }
}
