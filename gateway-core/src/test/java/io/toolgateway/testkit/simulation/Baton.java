package io.toolgateway.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets one actor run at a time, and time pass while none can: who is next is thrown among those who are ready. Whoever lets go
 * of it hands it over itself, so that a step costs one change of threads, or none.
 */
final class Baton {

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulation-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private static final int MOST_STEPS = 300_000;

    private final Dice dice;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Actor> ready = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private long now;
    private int steps;
    private boolean ended;
    private volatile @Nullable Actor holder;

    Baton(Dice dice) {
        this.dice = dice;
    }

    /** Nanoseconds since the history began. */
    long now() {
        return now;
    }

    int steps() {
        return steps;
    }

    /** Takes a new actor in; it begins when it is thrown. */
    void join(Actor actor) {
        actor.wakesAt = now;
        actors.add(actor);
        POOL.execute(actor::live);
    }

    /** Gives the baton to the first and waits until all have left. */
    boolean run(long atMostSeconds) throws InterruptedException {
        handTo(next());
        return over.await(atMostSeconds, TimeUnit.SECONDS);
    }

    /** Who holds it, for whoever finds that nothing goes on. */
    String holder() {
        Actor actor = holder;
        return actor == null ? "nobody" : actor.name();
    }

    /** Lets go of the baton, until so many nanoseconds have passed at least. */
    void pass(long nanos) {
        Actor me = Actor.current();
        require(me);
        if (++steps > MOST_STEPS) {
            ended = true;
            me.world().broken(me.name(), new AssertionError("it does not end"));
        }
        me.wakesAt = now + nanos;
        Actor next = next();
        if (next != me) {
            handTo(next);
            me.awaitBaton();
        }
        require(me);
    }

    private void require(Actor me) {
        if (ended || me.isOnDeadHost()) {
            throw new Gone(me.name());
        }
    }

    /** Everyone unwinds. */
    void end() {
        ended = true;
    }

    /** Calls and handlers that are under way go on within a second: nothing holds them up any more. */
    void recover() {
        wake(actor -> !actor.rests, TimeUnit.SECONDS.toNanos(1));
    }

    /** Some go on after so many nanoseconds, if they had not meant to before. */
    void wake(Predicate<Actor> who, long nanos) {
        for (Actor actor : actors) {
            if (who.test(actor)) {
                actor.wakesAt = Math.min(actor.wakesAt, now + nanos);
            }
        }
    }

    void leave(Actor me) {
        actors.remove(me);
        if (actors.isEmpty()) {
            over.countDown();
        } else {
            handTo(next());
        }
    }

    private void handTo(Actor next) {
        holder = next;
        next.giveBaton();
    }

    private Actor next() {
        long first = Long.MAX_VALUE;
        for (Actor actor : actors) {
            first = Math.min(first, readyAt(actor));
        }
        now = Math.max(now, first);
        ready.clear();
        for (Actor actor : actors) {
            if (readyAt(actor) <= now) {
                ready.add(actor);
            }
        }
        return dice.oneOf(ready);
    }

    private long readyAt(Actor actor) {
        return ended ? 0 : actor.readyAt();
    }
}
