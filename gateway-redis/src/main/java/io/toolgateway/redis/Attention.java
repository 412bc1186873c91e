package io.toolgateway.redis;

/**
 * How often it is worth looking: seldom once many looks have found nothing, until something happens.
 *
 * <p>Threads: {@link #stir} from any; the rest confined to one at a time.
 */
final class Attention {

    private static final int QUIET_AFTER = 8;
    private static final int SELDOM = 4;

    private volatile boolean isStirred;
    private int vain;
    private int asked;

    /** Something has happened here. */
    void stir() {
        isStirred = true;
    }

    boolean isDue() {
        if (isStirred) {
            isStirred = false;
            vain = 0;
        }
        asked++;
        return vain < QUIET_AFTER || asked % SELDOM == 0;
    }

    void looked(boolean hasFound) {
        vain = hasFound ? 0 : vain + 1;
    }
}
