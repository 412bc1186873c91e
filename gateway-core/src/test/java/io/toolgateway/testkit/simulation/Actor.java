package io.toolgateway.testkit.simulation;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Someone in a history: a thread that goes on only while it holds the baton. */
final class Actor {

    private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

    private final World world;
    private final String name;
    private final Runnable part;

    private volatile boolean hasBaton;
    private volatile @Nullable Thread thread;

    /** When it wants to go on. */
    long wakesAt;

    /** The host that it is a thread of, or that it is calling; null of people between two calls. */
    @Nullable
    Host host;

    /** What this worker was told since its last claim. */
    @Nullable
    Asked asked;

    /** Whether it only waits for time to pass, so that a recovery does not wake it. */
    boolean rests;

    /** Whether it is woken when there is work. */
    boolean waitsForWork;

    Actor(World world, String name, Runnable part) {
        this.world = world;
        this.name = name;
        this.part = part;
    }

    /** Who holds the baton on this thread. */
    static Actor current() {
        return Objects.requireNonNull(CURRENT.get(), "not a thread of a simulation");
    }

    World world() {
        return world;
    }

    String name() {
        return name;
    }

    boolean isOnDeadHost() {
        Host mine = host;
        return mine != null && mine.isDead();
    }

    /** The earliest moment at which it can go on. */
    long readyAt() {
        Host mine = host;
        return mine == null ? wakesAt : mine.isDead() ? 0 : Math.max(wakesAt, mine.pausedUntil());
    }

    /** The life of its thread. */
    void live() {
        thread = Thread.currentThread();
        CURRENT.set(this);
        try {
            awaitBaton();
            part.run();
        } catch (Gone gone) {
            world.trace().note("is gone");
        } catch (Throwable broken) {
            world.broken(name, broken);
        } finally {
            CURRENT.remove();
            world.baton().leave(this);
        }
    }

    void giveBaton() {
        hasBaton = true;
        LockSupport.unpark(thread);
    }

    void awaitBaton() {
        boolean interrupted = false;
        while (!hasBaton) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        hasBaton = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
