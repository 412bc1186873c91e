package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How often a view is looked at. */
class AttentionTest {

    private final Attention attention = new Attention();

    private int looksOf(int times, boolean find) {
        int looks = 0;
        for (int i = 0; i < times; i++) {
            if (attention.isDue()) {
                looks++;
                attention.looked(find);
            }
        }
        return looks;
    }

    @Test
    void whereThingsHappenItLooksEachTime() {
        assertThat(looksOf(50, true)).isEqualTo(50);
    }

    @Test
    void whereNothingHappensItLooksEveryFourthTime() {
        assertThat(looksOf(8, false)).isEqualTo(8);
        assertThat(looksOf(40, false)).isEqualTo(10);
    }

    @Test
    void whatItFindsOrWhoStirsItWakesIt() {
        looksOf(20, false);
        assertThat(looksOf(4, true)).isPositive();
        assertThat(looksOf(8, false)).isEqualTo(8);

        looksOf(20, false);
        attention.stir();
        assertThat(looksOf(8, false)).isEqualTo(8);
    }
}
