package io.toolgateway.policy;

import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proposal takes out of a budget, or a use of a standing permission. It is taken in the transaction that stores the proposal,
 * kept with it, and given back in the transaction that ends it without any effect.
 *
 * @param key what adds up: the budget, whose it is, and its window; or the permission
 * @param amount how much; more than zero
 * @param limit what the sum might reach when this was taken
 * @param until the end of the window; from then on nothing is given back, for nothing counts there any more
 * @since 0.1
 */
public record Reservation(String key, BigDecimal amount, BigDecimal limit, Instant until) {

    /** What the keys of standing permissions begin with, and those of no budget do. */
    static final String PERMISSION = "grant:";

    /** As long as the key of any limit. */
    private static final int LONGEST_KEY = 500;

    private static final Pattern NAMED = Pattern.compile("budget:([0-9]{1,3}):");

    /** Refuses what no store can hold. */
    public Reservation {
        Storable.required(key, "budget's key");
        Storable.required(amount, "amount");
        Storable.required(limit, "limit");
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("a budget's key has at most " + LONGEST_KEY + " characters");
        }
        if (amount.signum() <= 0) {
            throw new IllegalArgumentException("what is reserved is more than zero");
        }
    }

    /** {@return true if it is a use of a {@link StandingPermission}, which is over when its time is} */
    public boolean isOfPermission() {
        return key.startsWith(PERMISSION);
    }

    /** {@return the name of the budget that the key is one of; the key itself if it is none that a {@link Budget} makes} */
    public String budget() {
        Matcher named = NAMED.matcher(key);
        if (!named.lookingAt()) {
            return key;
        }
        int end = named.end() + Integer.parseInt(named.group(1));
        return end < key.length() && key.charAt(end) == ':' ? key.substring(named.end(), end) : key;
    }
}
