package io.toolgateway.store;

import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What happens together with a transition, or not at all.
 *
 * @since 0.1
 */
public sealed interface SideEffect {

    /**
     * Takes an amount out of a limit that adds up, of the host's own; what a {@link io.toolgateway.policy.Reservation} says is taken
     * without this. A negative amount gives back. If the sum would pass the limit, the whole transition is lost as
     * {@link TransitionResult.OverLimit}.
     *
     * <p>Tenants share no limit: a key belongs to one, and names it if another could come up with the same. What becomes of the sum
     * of a key that two use is not said; a store may keep tenants apart.
     *
     * @param key what adds up, such as {@code budget:refunds:user_456:2026-11-21}
     * @param amount how much this takes
     * @param limit what the sum may reach
     */
    record Reserve(String key, BigDecimal amount, BigDecimal limit) implements SideEffect {

        /** Long enough for any id and date, and short enough for an index. */
        private static final int LONGEST_KEY = 500;

        /** Refuses what no store can hold. */
        public Reserve {
            Storable.required(key, "limit's key");
            Storable.required(amount, "amount");
            Storable.required(limit, "limit");
            if (key.length() > LONGEST_KEY) {
                throw new IllegalArgumentException("a limit's key has at most " + LONGEST_KEY + " characters");
            }
        }
    }

    /**
     * Puts a message into the {@link Outbox}, to be delivered at least once. An id that is there already is no second message.
     *
     * @param id the message's id, for whoever receives it twice
     * @param topic where it goes; its tenant is that of the proposals it is sent with
     * @param body JSON text without secrets, at most 100,000 characters
     * @param notBefore when it may be delivered; what lies in the past is at once
     */
    record Send(UUID id, Topic topic, String body, Instant notBefore) implements SideEffect {

        private static final int LONGEST_BODY = 100_000;

        /** Refuses what no store can hold. */
        public Send {
            Storable.required(body, "message's body");
            if (body.length() > LONGEST_BODY) {
                throw new IllegalArgumentException("a message's body has at most " + LONGEST_BODY + " characters");
            }
        }

        /**
         * The id of a message that is made from what it is about, so that what is sent again under an unknown commit is no second
         * message.
         *
         * @param parts what tells it from every other message, in any number
         * @return the same for the same parts
         */
        public static UUID idOf(String... parts) {
            return MessageIds.of(parts);
        }

        Send notBefore(Instant now) {
            return notBefore.isBefore(now) ? new Send(id, topic, body, now) : this;
        }
    }

    /**
     * Sends what an announcer has to say about each move that is made with it, beside what conversations are sent.
     *
     * @param announcer decides what is sent
     * @param isUnheard whether nobody waits any more for the answer that the move gives, see {@link Announcer.News#isAnswer()}
     */
    record Announce(Announcer announcer, boolean isUnheard) implements SideEffect {}

    /**
     * Stores a proposal: the revision that takes the place of an edited one.
     *
     * @param revision the new proposal
     */
    record Insert(NewProposal revision) implements SideEffect {}
}
