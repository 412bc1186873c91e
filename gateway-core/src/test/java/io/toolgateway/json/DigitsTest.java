package io.toolgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {

    @Test
    void zerosAreTakenOffAsTheJdkDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            BigInteger digits = new BigInteger(1 + random.nextInt(200), random).add(BigInteger.ONE);
            // Factors of two alone are no zeros.
            BigInteger shifted =
                    digits.shiftLeft(random.nextInt(3_000)).multiply(BigInteger.TEN.pow(random.nextInt(2_500)));
            BigDecimal number =
                    new BigDecimal(random.nextBoolean() ? shifted : shifted.negate(), random.nextInt(3_000));

            assertThat(Digits.stripped(number)).isEqualTo(number.stripTrailingZeros());
        }
        assertThat(Digits.stripped(BigDecimal.ZERO.setScale(9))).isEqualTo(BigDecimal.ZERO);
    }
}
