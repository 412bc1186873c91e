package io.toolgateway.examples.portal.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is at which browser. Kept here and not in the cookie, which is a random number and nothing else.
 *
 * <p>Bounds: a session ends half an hour after its last request and eight hours after it began. Of those in which nobody has signed
 * in the oldest makes room for a new one, so that strangers who never sign in put nobody out; the same holds among those that have.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public final class Sessions {

    /** Sessions in which nobody has signed in, and as many in which somebody has. */
    public static final int MOST = 1_000;

    /** After the last request. */
    public static final Duration IDLE = Duration.ofMinutes(30);

    /** After the beginning. */
    public static final Duration LONGEST = Duration.ofHours(8);

    private static final int RANDOM_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource time;
    private final Map<String, Seen> strangers = bounded();
    private final Map<String, Seen> users = bounded();

    private record Seen(Session session, Instant seen) {}

    /**
     * Creates an empty set.
     *
     * @param time what ends sessions
     */
    public Sessions(InstantSource time) {
        this.time = time;
    }

    /** Where the one that was asked for longest ago goes first. */
    private static Map<String, Seen> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                return size() > MOST;
            }
        };
    }

    /** {@return a new session in which nobody has signed in} */
    public synchronized Session begin() {
        return put(null);
    }

    /**
     * Finds a session and keeps it alive.
     *
     * @param id what a cookie says
     * @return the session; empty if there is none or it has ended
     */
    public synchronized Optional<Session> find(String id) {
        Map<String, Seen> home = users.containsKey(id) ? users : strangers;
        Seen entry = home.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        Instant now = time.instant();
        Session session = entry.session();
        if (now.isAfter(entry.seen().plus(IDLE)) || now.isAfter(session.began().plus(LONGEST))) {
            home.remove(id);
            return Optional.empty();
        }
        home.put(id, new Seen(session, now));
        return Optional.of(session);
    }

    /**
     * Signs somebody in. The session gets a new id and a new token, so that one that was planted before is worth nothing.
     *
     * @param session the session so far, which ends
     * @param user who
     * @return the new session
     */
    public synchronized Session signIn(Session session, String user) {
        end(session);
        return put(user);
    }

    /**
     * Ends a session.
     *
     * @param session the session
     */
    public synchronized void end(Session session) {
        users.remove(session.id());
        strangers.remove(session.id());
    }

    /** {@return how many there are, also ended ones that nobody has asked for since} */
    public synchronized int size() {
        return users.size() + strangers.size();
    }

    private Session put(@Nullable String user) {
        Instant now = time.instant();
        Session session = new Session(random(), random(), user, now);
        (user == null ? strangers : users).put(session.id(), new Seen(session, now));
        return session;
    }

    private String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
