package io.toolgateway.store;

/**
 * A transition that somebody else wants right after another one: it goes to the store in the same request, behind it. That it is not
 * made is nothing to the other.
 *
 * <p>Threads: confined to whoever makes the request; {@link #answered} or {@link #unanswered} is called, once. Neither may throw, nor
 * wait: others are told after it.
 *
 * @since 0.1
 */
public interface FollowUp {

    /** {@return what is wanted; the same each time} */
    Transition transition();

    /**
     * The store has answered.
     *
     * @param result what became of it
     */
    void answered(TransitionResult result);

    /** The store has not answered: whether it was made is not known. */
    void unanswered();
}
