package org.failback.lab.tds;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** A numeric on the wire: a sign and a magnitude of 4, 8, 12 or 16 bytes. */
final class Decimal {
    static final int MAX_PRECISION = 38;

    private Decimal() {}

    /** Bytes of the value with its sign, by precision (MS-TDS 2.2.5.5.1.6). */
    static int size(int precision) {
        if (precision <= 9) {
            return 5;
        }
        if (precision <= 19) {
            return 9;
        }
        return precision <= 28 ? 13 : 17;
    }

    static void write(WireWriter out, BigDecimal value, int precision, int scale) {
        BigInteger digits = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        if (new BigDecimal(digits).precision() > precision) {
            throw new IllegalArgumentException(value + " does not fit into numeric(" + precision + "," + scale + ")");
        }
        int size = size(precision);
        byte[] magnitude = digits.abs().toByteArray();
        out.u8(digits.signum() < 0 ? 0 : 1);
        for (int i = 0; i < size - 1; i++) {
            out.u8(i < magnitude.length ? magnitude[magnitude.length - 1 - i] : 0);
        }
    }

    static BigDecimal of(byte[] signAndMagnitude, int scale) {
        byte[] magnitude = new byte[signAndMagnitude.length - 1];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = signAndMagnitude[signAndMagnitude.length - 1 - i];
        }
        return new BigDecimal(new BigInteger(signAndMagnitude[0] == 0 ? -1 : 1, magnitude), scale);
    }
}
