package io.toolgateway.testkit.simulation;

import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.StoreException;
import io.toolgateway.testkit.People;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything in one history. Confined to whoever holds the baton. */
final class World {

    static final List<Caller> ASKERS = List.of(People.ANN, People.EVE);
    static final List<Caller> SUPERVISORS = List.of(People.SAM, People.SUE, People.EVE);
    /** Decides what nobody else has decided for some time. */
    static final Caller MANAGER = Caller.of(People.ACME.value(), "may").withRoles(Shop.MANAGER);
    /** Decides what somebody has handed on. */
    static final Caller DELEGATE = Caller.of(People.ACME.value(), "tom");

    static final List<Caller> STRANGERS = List.of(People.BEA, People.MAX, People.ANN);

    private static final int MOST_DEATHS = 4;

    private final Dice dice;
    private final Baton baton;
    private final Trace trace;
    private final Book book = new Book();
    private final InMemoryProposalStore store = new InMemoryProposalStore(this::now);
    private final List<Host> hosts = new ArrayList<>();
    private final Surroundings surroundings = new Surroundings(this);
    private final List<Throwable> broken = new ArrayList<>();
    private final List<Client.Wish> wishes = new ArrayList<>();
    private final Map<ProposalId, String> known = new LinkedHashMap<>();
    private Conditions conditions;
    private boolean over;
    private int deaths;
    private int started;
    private int clients;

    World(long seed, boolean traced) {
        dice = new Dice(seed);
        baton = new Baton(dice);
        trace = new Trace(this, traced);
        conditions = Conditions.thrown(dice);
    }

    Dice dice() {
        return dice;
    }

    Baton baton() {
        return baton;
    }

    Trace trace() {
        return trace;
    }

    Book book() {
        return book;
    }

    InMemoryProposalStore store() {
        return store;
    }

    Conditions conditions() {
        return conditions;
    }

    /** The store's clock, and what the test writes down. */
    Instant now() {
        return Pace.at(baton.now());
    }

    List<Throwable> broken() {
        return broken;
    }

    void broken(String who, Throwable what) {
        trace.note(() -> who + " broke: " + what);
        broken.add(what);
        baton.end();
    }

    // Steps

    /** A point at which others may come first, and at which a host may stand still or die. */
    void step(Host host) {
        if (dice.chance(conditions.kill()) && deaths < MOST_DEATHS && !host.isDead()) {
            deaths++;
            host.die();
        } else if (dice.chance(conditions.pause())) {
            host.pause(dice.between(Duration.ofSeconds(1), Pace.VALID));
        }
        long nanos = dice.chance(conditions.delay()) ? dice.between(Duration.ZERO, Duration.ofMillis(400)) : 0;
        take(dice.chance(conditions.stall()) ? dice.between(Duration.ofSeconds(1), Pace.LEASE.multipliedBy(3)) : nanos);
    }

    /** Takes time over something that nothing may hold up once the faults are over. */
    void take(long nanos) {
        baton.pass(nanos);
    }

    /** Waits for something to do. */
    void rest(Duration least, Duration most) {
        Actor me = Actor.current();
        me.rests = true;
        try {
            baton.pass(dice.between(least, most));
        } finally {
            me.rests = false;
        }
    }

    // Hosts

    void startHost() {
        start(hosts.isEmpty() || dice.chance(0.7));
    }

    /** One that can run everything. */
    void startWholeHost() {
        start(true);
    }

    private void start(boolean hasAllTools) {
        Host host = new Host(this, "h" + ++started, hasAllTools);
        trace.note(() -> "*** " + host.name() + " starts, " + (hasAllTools ? "with all tools" : "with fewer tools"));
        hosts.add(host);
        int workers = 1 + dice.below(2);
        for (int worker = 1; worker <= workers; worker++) {
            loop(host, "w" + worker, Pace.POLL, host::work);
        }
        loop(host, "sweeper", Pace.SWEEP, host::sweep);
        loop(host, "heart", Pace.LEASE.dividedBy(3), host::heartbeat);
    }

    private void loop(Host host, String name, Duration pause, Runnable round) {
        Actor actor = new Actor(this, host.name() + "/" + name, () -> {
            while (true) {
                try {
                    round.run();
                } catch (StoreException lost) {
                    trace.note("goes on after a failure of the store");
                }
                rest(pause.dividedBy(2), pause);
            }
        });
        actor.host = host;
        actor.waitsForWork = name.startsWith("w");
        baton.join(actor);
    }

    List<Host> liveHosts() {
        return hosts.stream().filter(host -> !host.isDead()).toList();
    }

    /** Nothing fails from now on, and every host goes on. */
    void recover() {
        conditions = conditions.calm();
        hosts.forEach(Host::goOn);
        baton.recover();
    }

    void wakeWorkers() {
        baton.wake(actor -> actor.waitsForWork && actor.rests, dice.between(Duration.ZERO, Duration.ofMillis(300)));
    }

    // People

    void joinPerson(String name, Runnable part) {
        baton.join(new Actor(this, name, part));
    }

    void clientBegins() {
        clients++;
    }

    void clientEnds() {
        clients--;
    }

    boolean hasClients() {
        return clients > 0;
    }

    List<Client.Wish> wishes() {
        return wishes;
    }

    void know(ProposalId id, String token) {
        known.put(id, token);
        trace.name(id, token);
    }

    Optional<ProposalId> anyKnown() {
        return known.isEmpty() ? Optional.empty() : Optional.of(dice.oneOf(List.copyOf(known.keySet())));
    }

    /** Whether no more calls are to be made. */
    boolean isLate() {
        return baton.now() > Pace.FAULTS_END.toNanos();
    }

    void end() {
        over = true;
        baton.end();
    }

    boolean isOver() {
        return over || !broken.isEmpty();
    }

    // The rows, past all faults

    List<Proposal> proposals() {
        List<Proposal> all = new ArrayList<>(
                store.search(ProposalQuery.of(People.ACME).limit(1_000)).proposals());
        Collections.reverse(all);
        return all;
    }

    boolean hasOpen() {
        return proposals().stream().anyMatch(row -> !row.status().isFinal());
    }

    Optional<Proposal> anyOpen() {
        List<Proposal> open =
                proposals().stream().filter(row -> !row.status().isFinal()).toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(dice.oneOf(open));
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
