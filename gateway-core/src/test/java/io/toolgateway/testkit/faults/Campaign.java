package io.toolgateway.testkit.faults;

import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.checker.Bounds;
import io.toolgateway.testkit.checker.Checker;
import io.toolgateway.testkit.checker.History;
import io.toolgateway.testkit.checker.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One run under faults: starts the processes, and at the end waits until everything is settled, and checks. Several
 * threads may start processes; one finishes.
 */
public final class Campaign implements AutoCloseable {

    private static final Duration LATENESS = Duration.ofSeconds(10);
    private static final int ENDLESS = 10_000_000;

    private final String name;
    private final Stage stage;
    private final long seed;
    private final Random random;
    private final StoreOpener.Opened opened;
    private final EffectFile effects;
    private final AnswerFile answers;
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final AnswerCount answered;
    private final Instant begun = Instant.now();
    private volatile Runnable aftermath = () -> {};
    private volatile Consumer<Failpoint> beforeFalls = failpoint -> {};
    private boolean paused;
    private int started;
    private int faults;

    /** A campaign on an empty stage. */
    public Campaign(String name, Stage stage, long seed) {
        this.name = name;
        this.stage = stage;
        this.seed = seed;
        this.random = new Random(seed);
        this.opened = stage.open();
        this.effects = new EffectFile(effects(stage.folder()));
        this.answers = new AnswerFile(answers(stage.folder()));
        this.answered = new AnswerCount(answers(stage.folder()));
    }

    static Path effects(Path folder) {
        return folder.resolve("effects");
    }

    static Path answers(Path folder) {
        return folder.resolve("answers");
    }

    ProposalStore store() {
        return opened.store();
    }

    /** A client in this process, past every fault between. */
    Client client(String client) {
        Workshop workshop = new Workshop(effects, client, Tripwire.NONE);
        return new Client(client, workshop.gateway(opened.store(), 1, Failpoint.Role.CLIENT), answers);
    }

    synchronized int chance(int below) {
        return random.nextInt(below);
    }

    /** Lets chance say how long, up to a bound. */
    void passUpTo(Duration longest) {
        Pace.pass(Duration.ofMillis(chance((int) longest.toMillis() + 1)));
    }

    /** What is to be looked at each time when a fault is over, before the next. */
    public void afterEachFault(Runnable look) {
        aftermath = look;
    }

    /** What has to be made ready before a process goes to meet its failpoint. */
    public void beforeEachFall(Consumer<Failpoint> preparation) {
        beforeFalls = preparation;
    }

    void prepare(Failpoint failpoint) {
        beforeFalls.accept(failpoint);
    }

    void fault() {
        synchronized (this) {
            faults++;
        }
        aftermath.run();
    }

    /** From now on a process may be stopped between the last check and its handler. */
    void pauses() {
        paused = true;
    }

    Child worker() {
        return start(Failpoint.Role.WORKER, "worker", Map.of());
    }

    Child worker(Failpoint failpoint, int hit) {
        return start(Failpoint.Role.WORKER, "worker", armed(failpoint, hit));
    }

    /** A client that goes on until it is ended, with this name and from this call on. */
    Child client(String client, int from) {
        return start(Failpoint.Role.CLIENT, client, range(from, ENDLESS));
    }

    Child client(Failpoint failpoint, int hit, String client, int from) {
        Map<String, String> properties = new HashMap<>(range(from, ENDLESS));
        properties.putAll(armed(failpoint, hit));
        return start(Failpoint.Role.CLIENT, client, properties);
    }

    private static Map<String, String> armed(Failpoint failpoint, int hit) {
        return Map.of("failpoint", failpoint.name(), "hit", Integer.toString(hit));
    }

    private static Map<String, String> range(int from, int to) {
        return Map.of("from", Integer.toString(from), "to", Integer.toString(to));
    }

    private synchronized Child start(Failpoint.Role role, String child, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("role", role.name());
        // A worker that comes back is another worker.
        properties.put("name", role == Failpoint.Role.WORKER ? child + "-" + started++ : child);
        properties.put("opener", stage.opener().getName());
        properties.put("address", stage.childAddress());
        properties.put("folder", stage.folder().toString());
        Child started = Child.start(role, properties, stage.folder().resolve("errors"));
        children.add(started);
        return started;
    }

    /** The last number that a client has an answer of, 0 if none. */
    int reachedBy(String client) {
        String prefix = client + "-";
        return AnswerFile.read(answers(stage.folder())).stream()
                .filter(answer -> answer.client().equals(client))
                .map(answer -> answer.token().substring(prefix.length()).replaceAll("[a-z]", ""))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /** Waits until clients have got so many answers more. */
    void awaitAnswers(int more) {
        long target = answered.now() + more;
        if (!Pace.until(() -> answered.now() >= target, Pace.PATIENCE)) {
            throw new AssertionError(name + ": clients get no answers any more, see " + stage.folder());
        }
    }

    /** Ends the clients, lets the workers settle what is open, ends them too, and checks. */
    Report finish(List<Child> clients) {
        clients.forEach(Child::end);
        boolean served = children.stream().anyMatch(Child::isWorking) || worker().awaitReady();
        if (!served) {
            throw new AssertionError(name + ": a worker does not start, see " + stage.folder());
        }
        return report();
    }

    private Report report() {
        Instant recovered = Instant.now();
        Ledger ledger = new Ledger(opened.store());
        boolean settled = ledger.settles(Pace.PATIENCE);
        Instant end = Instant.now();
        children.forEach(Child::end);
        Bounds bounds = new Bounds(recovered, Pace.SETTLING, LATENESS, paused, Instant.now());
        History history = ledger.history(stage.folder(), bounds);
        List<Violation> violations = new ArrayList<>(Checker.check(history, stage.chain()));
        Duration wait = settled ? Duration.between(recovered, end) : Pace.PATIENCE;
        return new Report(name, faults, seed, history, violations, wait, Duration.between(begun, Instant.now()));
    }

    /** Ends every process that was started, and the store. */
    @Override
    public void close() {
        children.forEach(Child::close);
        effects.close();
        answers.close();
        opened.close();
    }
}
