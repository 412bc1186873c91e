package io.toolgateway.testkit.faults;

import io.toolgateway.Gateway;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.checker.Bounds;
import io.toolgateway.testkit.checker.Checker;
import io.toolgateway.testkit.checker.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A campaign of threads in one process, with everything in it that a mistake needs to show: handlers slower than their lease,
 * handlers that break off, a worker that is held up, two clients with one key.
 */
public final class Rehearsal {

    private static final Duration LATENESS = Duration.ofSeconds(2);
    private static final int CALLS = 20;
    private static final int SLOW = 3;
    private static final int WORKERS = 2;
    private static final int THREADS = 5;

    private final Stage stage;
    private final UnaryOperator<ProposalStore> mistake;

    private Rehearsal(Stage stage, UnaryOperator<ProposalStore> mistake) {
        this.stage = stage;
        this.mistake = mistake;
    }

    /** Runs on an empty stage without a mistake. */
    public static List<Violation> right(Stage stage) {
        return new Rehearsal(stage, UnaryOperator.identity()).run();
    }

    /** Runs on an empty stage with a mistake. */
    public static List<Violation> wrong(Stage stage, Mistake mistake) {
        return new Rehearsal(stage, mistake::around).run();
    }

    private List<Violation> run() {
        try (StoreOpener.Opened opened = stage.open();
                EffectFile effects = new EffectFile(Campaign.effects(stage.folder()));
                AnswerFile answers = new AnswerFile(Campaign.answers(stage.folder()))) {
            ProposalStore store = mistake.apply(opened.store());
            List<Gateway> workers = workers(store, effects);
            Workshop workshop = new Workshop(effects, "client", Tripwire.NONE);
            play(new Client("client", workshop.gateway(store, 1, Failpoint.Role.CLIENT), answers));
            Ledger ledger = new Ledger(opened.store());
            Instant recovered = Instant.now();
            ledger.settles(Pace.VALID.plus(Pace.SETTLING).plus(Pace.SETTLING));
            // Closing waits for the handlers, also for those that nobody waits for any more.
            workers.forEach(Gateway::close);
            Bounds bounds = new Bounds(recovered, Pace.SETTLING, LATENESS, false, Instant.now());
            return Checker.check(ledger.history(stage.folder(), bounds), stage.chain());
        }
    }

    private static List<Gateway> workers(ProposalStore store, EffectFile effects) {
        List<Gateway> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(
                    new Workshop(effects, "worker-" + i, Tripwire.NONE).gateway(store, THREADS, Failpoint.Role.WORKER));
        }
        workers.forEach(worker -> worker.executor().start());
        return workers;
    }

    private static void play(Client client) {
        client.approved(Workshop.PAY + Workshop.BRIEFLY, Workshop.HELD_UP);
        for (int slow = 0; slow < SLOW; slow++) {
            client.approved(Workshop.SET, Workshop.SLOW + "-" + slow);
        }
        client.approved(Workshop.PAY, Workshop.SLOW + "-pay");
        client.approved(Workshop.PAY, Workshop.BROKEN);
        List<Thread> all = new ArrayList<>();
        all.add(new Thread(() -> client.propose(Workshop.PAY + Workshop.NOW, "twice-" + Workshop.SLOW)));
        all.add(new Thread(() -> client.propose(Workshop.PAY + Workshop.NOW, "twice-" + Workshop.SLOW)));
        all.add(new Thread(() -> {
            for (int call = 0; call < CALLS; call++) {
                client.call(call);
            }
        }));
        all.forEach(Thread::start);
        all.forEach(Rehearsal::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
