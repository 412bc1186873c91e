package io.toolgateway.review;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A standing permission as people see it, made by code.
 *
 * @param id the permission
 * @param tool the tool's name
 * @param user the id of the user whose calls it is for
 * @param grantedBy the id of the person who gave it
 * @param note what that person wrote, or null
 * @param terms what the arguments may be, one line each; unmodifiable
 * @param uses how many calls it is for
 * @param used how many there were
 * @param from when it was given
 * @param until when it is over
 * @param state whether it may still be used
 * @param revokedBy the id of the person who took it back, or null
 * @since 0.1
 */
public record PermissionCard(
        UUID id,
        String tool,
        String user,
        String grantedBy,
        @Nullable ShownText note,
        List<Term> terms,
        long uses,
        long used,
        Instant from,
        Instant until,
        State state,
        @Nullable String revokedBy) {

    /** Copies the terms. */
    public PermissionCard {
        terms = List.copyOf(terms);
    }

    /** Whether it may still be used. */
    public enum State {
        /** It may. */
        USABLE,
        /** There were as many calls as it is for; one that comes to nothing gives its use back. */
        USED_UP,
        /** Its time is over. */
        OVER,
        /** It was taken back. */
        REVOKED;

        /** {@return the stable text for programs} */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What one argument may be.
     *
     * @param argument its name
     * @param words how far, such as {@code up to}
     * @param value the value or values, or null where there are none
     */
    public record Term(
            ShownText argument, String words, @Nullable ShownText value) {}

    /**
     * The card for programs.
     *
     * @return {@code {id, tool, for, by, note?, terms: [{argument, words, value?}], uses, used, from, until, state, revoked_by?}};
     *     texts as in {@link ReviewCard#toJson()}
     */
    public String toJson() {
        return CardJson.of(this);
    }
}
