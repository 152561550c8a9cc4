package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers look as text. */
final class Numbers {
    private Numbers() {}

    /** A float as CONVERT without a style shows it: six digits at most. */
    static String display(double number) {
        if (number == 0) {
            return "0";
        }
        double size = Math.abs(number);
        if (size >= 1e6 || size < 1e-4) {
            String text = String.format(Locale.ROOT, "%.5e", number);
            String mantissa =
                    text.substring(0, text.indexOf('e')).replaceAll("0+$", "").replaceAll("\\.$", "");
            int exponent = Integer.parseInt(text.substring(text.indexOf('e') + 1));
            return mantissa + String.format(Locale.ROOT, "e%s%03d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        return new BigDecimal(number)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
