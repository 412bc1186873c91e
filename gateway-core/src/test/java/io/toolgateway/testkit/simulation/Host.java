package io.toolgateway.testkit.simulation;

import io.toolgateway.Gateway;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One process with a gateway of its own on the shared store: everything that a host configures stands here. */
final class Host {

    /** More than there are actors: who waited for a slot would wait with the baton in the hand. */
    private static final int THREADS = 50;

    private final World world;
    private final String name;
    private final Duration skew;
    private final long origin;
    private final Gateway gateway;
    private boolean dead;
    private long pausedUntil;

    Host(World world, String name, boolean hasAllTools) {
        this.world = world;
        this.name = name;
        Dice dice = world.dice();
        skew = Duration.ofNanos(dice.chance(0.3) ? dice.between(Duration.ofHours(-1), Duration.ofHours(1)) : 0);
        origin = dice.nextLong() >> 2;
        gateway = Gateway.builder()
                .tools(hasAllTools ? Shop.TOOLS : Shop.FEWER_TOOLS)
                .policy(Shop.POLICY)
                .store(new HostsStore(this, world))
                .callers(world.surroundings().directory())
                .time(new Clocks())
                .ids(this::nextId)
                .executor(options())
                .withoutLogging()
                .build();
    }

    private ExecutorOptions options() {
        return ExecutorOptions.defaults()
                .named(name)
                .withThreads(THREADS)
                .withLease(Pace.LEASE)
                .withGrace(Pace.GRACE);
    }

    /** The clocks of this host: off by up to an hour, and counted from anywhere. */
    private final class Clocks implements TimeSource {

        @Override
        public Instant instant() {
            return world.now().plus(skew);
        }

        @Override
        public long nanoTime() {
            return origin + world.baton().now();
        }

        @Override
        public void pause(Duration time) {
            world.take(time.toNanos());
        }
    }

    private UUID nextId() {
        long millis = world.now().plus(skew).toEpochMilli();
        long random = world.dice().nextLong();
        return new UUID(
                millis << 16 | 0x7000 | random & 0x0fff,
                world.dice().nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
    }

    String name() {
        return name;
    }

    Gateway gateway() {
        return gateway;
    }

    /** A worker thread's round. */
    void work() {
        gateway.executor().runOnce();
    }

    /** The sweeper's round. */
    void sweep() {
        gateway.executor().sweep();
    }

    /** Word of what runs. */
    void heartbeat() {
        gateway.executor().heartbeat();
    }

    boolean isDead() {
        return dead;
    }

    /** From now on nothing of it reaches anything. */
    void die() {
        dead = true;
        world.trace().note(() -> "*** " + name + " dies");
    }

    void pause(long nanos) {
        pausedUntil = world.baton().now() + nanos;
        world.trace().note(() -> "*** " + name + " stands still until " + Pace.at(pausedUntil));
    }

    void goOn() {
        pausedUntil = 0;
    }

    long pausedUntil() {
        return pausedUntil;
    }
}
