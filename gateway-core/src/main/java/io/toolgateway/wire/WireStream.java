package io.toolgateway.wire;

/**
 * Puts the events of one streamed response together.
 *
 * <p>A call that has not arrived whole is never among {@link Received#calls()}, wherever the stream stops: each format
 * waits for the provider's own sign that the call, or the turn, is complete. What was given out may still be taken back by
 * what follows (the provider ends the turn as refused, or begins the message anew), so a host that can wait acts when the
 * stream has ended.
 *
 * <p>After an event that cannot be read the rest is not read either, as pieces may be missing: what was complete stays,
 * what was not is unusable.
 *
 * <p>Shape: an event may be as large as {@link Wire} says of a response, all of them together 16 times that.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public final class WireStream {

    private static final long MAX_CHARACTERS = 16L * Node.MAX_CHARACTERS;

    private final Names names;
    private final Turn turn = new Turn();
    private final Format.Events events;
    private long characters;
    private int count;
    private boolean broken;

    WireStream(Format format, Names names) {
        this.names = names;
        this.events = format.events(turn);
    }

    /**
     * Takes the next event.
     *
     * @param event the event's JSON text, without {@code data:}; an empty text and OpenAI's {@code [DONE]} are passed over
     */
    public void accept(String event) {
        count++;
        if (broken || event.isBlank() || event.strip().equals("[DONE]")) {
            return;
        }
        try {
            characters += event.length();
            if (characters > MAX_CHARACTERS) {
                throw new Unreadable("the stream is longer than " + MAX_CHARACTERS + " characters");
            }
            events.accept(Node.parse(event));
        } catch (Unreadable e) {
            broken = true;
            turn.fault("event " + count + ": " + e.getMessage(), event);
        }
    }

    /**
     * What has arrived so far; may be asked at any time and again.
     *
     * @return the complete calls, and what is not (yet) to be used
     */
    public Received received() {
        return turn.received(names);
    }
}
