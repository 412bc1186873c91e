package io.toolgateway.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Trailing zeros, also of numbers with a hundred thousand of them: the JDK takes them off one by one, each by a long division. */
final class Digits {

    private static final int MANY = 1_000;

    private Digits() {}

    /** The same value as {@link BigDecimal#stripTrailingZeros()}. */
    static BigDecimal stripped(BigDecimal number) {
        BigInteger digits = number.unscaledValue();
        // Each zero is a factor of two, so that there are no more of them than that.
        int most = digits.signum() == 0 ? 0 : digits.getLowestSetBit();
        if (most < MANY) {
            return number.stripTrailingZeros();
        }
        int scale = number.scale();
        for (int zeros = Integer.highestOneBit(most); zeros > 0; zeros /= 2) {
            BigInteger[] divided = digits.divideAndRemainder(BigInteger.TEN.pow(zeros));
            if (divided[1].signum() == 0) {
                digits = divided[0];
                scale -= zeros;
            }
        }
        return new BigDecimal(digits, scale);
    }
}
