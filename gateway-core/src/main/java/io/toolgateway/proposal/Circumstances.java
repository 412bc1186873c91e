package io.toolgateway.proposal;

import java.time.Instant;

/**
 * What a store knows around a proposal at the moment of a change.
 *
 * @param now the store's clock
 * @param toolOff whether its tool is switched off
 * @param itsTurn whether the step before it, if any, has been executed
 * @since 0.1
 */
public record Circumstances(Instant now, boolean toolOff, boolean itsTurn) {

    /**
     * Nothing stands in the way.
     *
     * @param now the store's clock
     * @return the circumstances
     */
    public static Circumstances clear(Instant now) {
        return new Circumstances(now, false, true);
    }
}
