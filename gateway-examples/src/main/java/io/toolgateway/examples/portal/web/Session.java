package io.toolgateway.examples.portal.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser that was here before, and who has signed in there, if anybody.
 *
 * @param id what the browser's cookie says, random
 * @param token what every POST of its pages has to carry, random
 * @param user who has signed in, or null
 * @param began when
 * @since 0.1
 */
public record Session(String id, String token, @Nullable String user, Instant began) {

    /**
     * Whether a request carries this session's token.
     *
     * @param sent what it carries, or null
     * @return true if it is the token
     */
    public boolean hasToken(@Nullable String sent) {
        // In a time that tells nothing of how much of it is right.
        return sent != null
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Neither id nor token: who has them is the user. */
    @Override
    public String toString() {
        return "Session[" + (user == null ? "nobody" : user) + " since " + began + "]";
    }
}
