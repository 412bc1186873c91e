package io.toolgateway.examples.portal.chat;

import io.toolgateway.caller.Caller;
import io.toolgateway.conversation.LateResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's conversation: what the page shows, and what the model is sent. In it one speaks at a time: the user, whose message
 * takes the floor, or the gateway with what came late.
 *
 * <p>Threads: safe for concurrent use; {@link #messages} belongs to whoever has the floor.
 */
final class Conversation {

    static final int MOST_MESSAGES = 100;
    private static final int MOST_A_MINUTE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What became of a message of the user's. */
    enum Taken {
        YES,
        /** It was sent before; its answer is there or on the way. */
        REPEATED,
        /** Somebody speaks. */
        BUSY,
        /** Too many in a minute. */
        TOO_FAST,
        /** The conversation is as long as one may be. */
        FULL
    }

    private final String id = "conv_" + UUID.randomUUID();
    private final String name;
    private final Caller caller;
    private final InstantSource time;
    private final List<String> messages = new ArrayList<>();
    private final List<ChatLine> lines = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<UUID> told = new HashSet<>();
    private final Deque<Instant> recent = new ArrayDeque<>();
    private boolean busy;
    private boolean waiting;
    private int changes;

    Conversation(String name, Caller caller, InstantSource time) {
        this.name = name;
        this.caller = caller;
        this.time = time;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /** Whoever it was when it began: who that is now the directory knows. */
    Caller caller() {
        return caller;
    }

    /** In the provider's form; for whoever has the floor. */
    List<String> messages() {
        return messages;
    }

    /** Takes the floor for a message of the user's. */
    synchronized Taken take(String messageId, String text) {
        Instant now = time.instant();
        while (!recent.isEmpty() && recent.peek().plus(MINUTE).isBefore(now)) {
            recent.poll();
        }
        if (taken.contains(messageId)) {
            return Taken.REPEATED;
        } else if (busy) {
            return Taken.BUSY;
        } else if (recent.size() >= MOST_A_MINUTE) {
            return Taken.TOO_FAST;
        } else if (taken.size() >= MOST_MESSAGES) {
            return Taken.FULL;
        }
        recent.add(now);
        taken.add(messageId);
        busy = true;
        add(ChatLine.From.USER, text, List.of());
        return Taken.YES;
    }

    synchronized boolean isBusy() {
        return busy;
    }

    /** Takes the floor, unless somebody has it; the page does not hear of it before something is said. */
    synchronized boolean takeFloor() {
        boolean wasFree = !busy;
        busy = true;
        return wasFree;
    }

    synchronized void leaveFloor() {
        busy = false;
        changes++;
    }

    synchronized void add(ChatLine.From from, String text, List<CallLine> calls) {
        lines.add(new ChatLine(lines.size() + 1, time.instant(), from, text, calls));
        changes++;
    }

    /** From now on something may come late. */
    synchronized void expectLateResults() {
        waiting = true;
    }

    synchronized boolean expectsLateResults() {
        return waiting;
    }

    /** What has not been told before; it may come again. */
    synchronized List<LateResult> untold(List<LateResult> results) {
        return results.stream().filter(result -> told.add(result.id())).toList();
    }

    /** {@return all from a line on, null if nothing has changed since the page saw it} */
    synchronized @Nullable View since(int line, @Nullable String seen) {
        String version = id + "/" + changes;
        int from = Math.max(0, Math.min(line, lines.size()));
        return version.equals(seen)
                ? null
                : new View(id, version, busy, List.copyOf(lines.subList(from, lines.size())));
    }

    /** What a page is given. */
    record View(String conversation, String version, boolean busy, List<ChatLine> lines) {}
}
