package io.toolgateway.notification;

import java.time.Duration;

/**
 * What came of a delivery.
 *
 * @since 0.1
 */
public sealed interface Delivery {

    /** The receiver has it. */
    record Delivered() implements Delivery {}

    /**
     * Not now. It is tried again, after pauses that grow, until the notification is too old.
     *
     * @param why in words for the record and the log, without addresses and secrets
     * @param after how long the receiver asks to be left alone; zero if it does not say
     */
    record Retry(String why, Duration after) implements Delivery {}

    /**
     * Never: it is not tried again, and that goes on record.
     *
     * @param why in words for the record and the log, without addresses and secrets
     */
    record GivenUp(String why) implements Delivery {}

    /** {@return that the receiver has it} */
    static Delivery delivered() {
        return new Delivered();
    }

    /**
     * Not now.
     *
     * @param why in words for the record and the log, without addresses and secrets
     * @return to be tried again
     */
    static Delivery retry(String why) {
        return new Retry(why, Duration.ZERO);
    }

    /**
     * Never.
     *
     * @param why in words for the record and the log, without addresses and secrets
     * @return not to be tried again
     */
    static Delivery givenUp(String why) {
        return new GivenUp(why);
    }
}
