package io.toolgateway.testkit.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Many histories, as many at once as there are processors; the first that break something are told in full. */
final class Histories {

    private static final int MOST_STORIES = 3;

    private final List<String> stories = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong next;
    private final long end;
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong proposals = new AtomicLong();
    private final Map<String, Integer> moves = new ConcurrentSkipListMap<>();
    private final AtomicLong done = new AtomicLong();

    private Histories(long first, long count) {
        next = new AtomicLong(first);
        end = first + count;
    }

    /** Where to begin: {@code -Dsimulation.seed}, or 1. */
    static long firstSeed() {
        return Long.getLong("simulation.seed", 1);
    }

    /** How many: {@code -Dsimulation.histories}; one if a seed is named; or as many as that. */
    static long count(long usually) {
        return Long.getLong("simulation.histories", Long.getLong("simulation.seed") == null ? usually : 1);
    }

    static Histories from(long first, long count) {
        Histories histories = new Histories(first, count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(new Thread(histories::play, "histories-" + i));
        }
        threads.forEach(Thread::start);
        threads.forEach(Histories::join);
        return histories;
    }

    private void play() {
        long seed;
        while ((seed = next.getAndIncrement()) < end && stories.size() < MOST_STORIES) {
            Simulation.Run run = Simulation.run(seed);
            done.incrementAndGet();
            steps.addAndGet(run.steps());
            proposals.addAndGet(run.proposals());
            run.moves().forEach(move -> moves.merge(move, 1, Integer::sum));
            if (!run.violations().isEmpty()) {
                stories.add(run.story());
            }
        }
    }

    /** Those that break something, the first few. */
    List<String> stories() {
        return stories;
    }

    /** What happened, and in how many histories. */
    Map<String, Integer> moves() {
        return moves;
    }

    String figures() {
        return done + " histories, " + steps + " steps, " + proposals + " proposals, with " + moves;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
