package io.toolgateway.examples.portal.chat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.caller.Request;
import io.toolgateway.conversation.LateResult;
import io.toolgateway.examples.portal.chat.ChatLine.From;
import io.toolgateway.examples.portal.chat.Conversation.Taken;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All conversations: one for each person, which stays when they sign out. They are kept in memory; what was proposed in them is on
 * record.
 *
 * <p>Bounds: 200 conversations, of which the one that was looked at longest ago goes first; four models speak at once, and 32 wait.
 * Twice a second it is asked what has come late to conversations in which something was proposed.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class Chats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chats.class);
    private static final int MOST = 200;
    private static final int THREADS = 4;
    private static final int WAITING = 32;
    private static final int AT_ONCE = 20;
    private static final Duration HOLD = Duration.ofMinutes(2);
    private static final Duration LOOKING_EVERY = Duration.ofMillis(500);

    private final Gateway gateway;
    private final CallerDirectory directory;
    private final InstantSource time;
    private final Assistant assistant;
    private final ThreadPoolExecutor speaking;
    private final ScheduledExecutorService looking;
    private final Future<?> looks;
    /** By conversation, what was taken and could not be told at once; for the thread that looks. */
    private final Map<String, List<LateResult>> late = new HashMap<>();

    private final Map<String, Conversation> conversations = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Conversation> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Begins to look for what comes late.
     *
     * @param gateway where calls are proposed
     * @param model who answers
     * @param company whose portal it is, for the model
     * @param directory who people are now
     * @param time of lines
     */
    public Chats(Gateway gateway, Model model, String company, CallerDirectory directory, InstantSource time) {
        this.gateway = gateway;
        this.directory = directory;
        this.time = time;
        this.assistant = new Assistant(gateway, model, company);
        ThreadFactory threads = named();
        this.speaking = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
        speaking.allowCoreThreadTimeOut(true);
        this.looking = Executors.newSingleThreadScheduledExecutor(threads);
        this.looks = looking.scheduleWithFixedDelay(this::look, 0, LOOKING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "chat-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Takes what a person says; the answer comes by itself.
     *
     * @param caller who, as they are now
     * @param name how they are called
     * @param messageId the same if it is sent again
     * @param text what
     * @return why it was not taken, in words; empty if it was
     */
    public Optional<String> say(Caller caller, String name, String messageId, String text) {
        Conversation conversation = of(caller, name);
        Taken taken = conversation.take(messageId, text);
        if (taken == Taken.YES) {
            Request request = Request.of("req_" + UUID.randomUUID());
            speak(conversation, () -> assistant.answer(conversation, caller, text, request));
        }
        return Optional.ofNullable(
                switch (taken) {
                    case YES, REPEATED -> null;
                    case BUSY -> "The assistant is still answering. Wait for it, and send your message again.";
                    case TOO_FAST -> "That was a lot within a minute. Wait a moment, and send your message again.";
                    case FULL -> "This conversation has become long. Begin a new one.";
                });
    }

    /**
     * What is new in a person's conversation.
     *
     * @param caller who
     * @param name how they are called
     * @param after the last line that the page has
     * @param seen the version that the page has, or null
     * @return the page's data, by name; empty if nothing has changed
     */
    public Optional<Map<String, Object>> since(Caller caller, String name, int after, @Nullable String seen) {
        Conversation.View view = of(caller, name).since(after, seen);
        return Optional.ofNullable(view)
                .map(shown -> Map.of(
                        "conversation", shown.conversation(),
                        "version", shown.version(),
                        "busy", shown.busy(),
                        "lines", shown.lines()));
    }

    /**
     * Begins a new conversation. What waits goes on to wait; nobody hears in a chat what comes of it.
     *
     * @param caller who
     */
    public void beginAnew(Caller caller) {
        synchronized (conversations) {
            conversations.remove(key(caller));
        }
    }

    private Conversation of(Caller caller, String name) {
        synchronized (conversations) {
            return conversations.computeIfAbsent(key(caller), none -> new Conversation(name, caller, time));
        }
    }

    private static String key(Caller caller) {
        return caller.tenant().value().length() + ":" + caller.tenant() + "/" + caller.userId();
    }

    /** For whoever has the floor, and leaves it then. */
    private void speak(Conversation conversation, Runnable turn) {
        try {
            speaking.execute(() -> {
                try {
                    turn.run();
                } catch (RuntimeException e) {
                    LOG.error("the conversation {} broke off", conversation.id(), e);
                    conversation.add(
                            From.PORTAL,
                            "Something went wrong here. Look at the pending actions and the history"
                                    + " before you ask again.",
                            List.of());
                } finally {
                    conversation.leaveFloor();
                }
            });
        } catch (RejectedExecutionException e) {
            conversation.add(From.PORTAL, "Too many people are talking to the assistant. Try again soon.", List.of());
            conversation.leaveFloor();
        }
    }

    private void look() {
        List<Conversation> open;
        synchronized (conversations) {
            open = conversations.values().stream()
                    .filter(Conversation::expectsLateResults)
                    .toList();
        }
        late.keySet().retainAll(open.stream().map(Conversation::id).toList());
        for (Conversation conversation : open) {
            try {
                tellLate(conversation);
            } catch (StoreException e) {
                LOG.warn("late results cannot be read now: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("late results of {} cannot be told", conversation.id(), e);
            }
        }
    }

    /** The line is in the chat before it is acknowledged; what comes twice is told once. */
    private void tellLate(Conversation conversation) {
        Caller asked = conversation.caller();
        List<LateResult> results = late.getOrDefault(conversation.id(), List.of());
        if (results.isEmpty() && !conversation.isBusy()) {
            results = gateway.lateResults().take(asked.tenant(), conversation.id(), AT_ONCE, HOLD);
        }
        if (results.isEmpty()) {
            return;
        } else if (!conversation.takeFloor()) {
            late.put(conversation.id(), results); // somebody began to speak just now
            return;
        }
        late.remove(conversation.id());
        List<LateResult> all = results;
        speak(conversation, () -> {
            List<LateResult> untold = conversation.untold(all);
            directory
                    .find(asked.tenant(), asked.userId())
                    .filter(known -> !untold.isEmpty())
                    .ifPresent(known -> assistant.tellLate(
                            conversation,
                            known,
                            untold.stream().map(LateResult::outcome).toList(),
                            Request.of("late_" + untold.get(0).id())));
            gateway.lateResults().acknowledge(all);
        });
    }

    /** Waits for nobody. */
    @Override
    public void close() {
        looks.cancel(true);
        looking.shutdownNow();
        speaking.shutdownNow();
    }
}
