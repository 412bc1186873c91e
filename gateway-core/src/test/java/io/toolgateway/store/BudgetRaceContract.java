package io.toolgateway.store;

import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.policy.Reservation;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.Resolution;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.Race;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever comes together, a limit is never passed, and a sum is what its proposals hold. */
@Tag("P5")
@Tag("E5")
abstract class BudgetRaceContract extends StoreContract {

    private static final int MANY = 100;
    private static final int STEPS = 300;
    private static final List<String> KEYS = List.of("budget:one", "budget:two");

    BudgetRaceContract(StoreSetup setup) {
        super(setup);
    }

    @BeforeEach
    void needEffects() {
        needs(StoreSetup.Capability.EFFECTS);
    }

    @Test
    @SuppressWarnings("unchecked") // an array of one kind of racer
    void aHundredAtOnceNeverPassALimit() throws InterruptedException {
        List<Callable<Insertion>> racers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ProposalBuilder call = aRefund().reserving(taking("budget:one", "3"));
            NewProposal wanted = (i % 2 == 0 ? call : call.allowed()).build();
            racers.add(() -> store.insert(List.of(wanted), List.of()));
        }
        List<Insertion> results;
        try (Race race = new Race(MANY)) {
            results = race.run(racers.toArray(Callable[]::new));
        }

        assertThat(results).filteredOn(Insertion.Stored.class::isInstance).hasSize(33);
        assertThat(results).filteredOn(Insertion.OverLimit.class::isInstance).hasSize(67);
        assertThat(sum("budget:one")).isEqualByComparingTo("99");
        assertThat(probe.rows()).isEqualTo(33);
    }

    /** Some end while others come; two budgets in one proposal, so that an order of locks that is none would show. */
    @Test
    @SuppressWarnings("unchecked") // an array of one kind of racer
    void endsAgainstInsertionsLoseNothing() throws InterruptedException {
        List<Proposal> parked = new ArrayList<>();
        List<Callable<Object>> racers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Proposal one = scenario.insert(both(i));
            parked.add(one);
            racers.add(() -> scenario.apply(one, Changes.reject(SAM)));
            NewProposal wanted = both(i + 1).build();
            racers.add(() -> store.insert(List.of(wanted), List.of()));
        }
        Collections.shuffle(racers, new Random(7));
        List<Object> results;
        try (Race race = new Race(racers.size())) {
            results = race.run(racers.toArray(Callable[]::new));
        }

        assertThat(results)
                .filteredOn(TransitionResult.Applied.class::isInstance)
                .hasSize(20);
        long stored =
                results.stream().filter(Insertion.Stored.class::isInstance).count();
        KEYS.forEach(key -> assertThat(sum(key)).isEqualByComparingTo(String.valueOf(stored)));
    }

    private static ProposalBuilder both(int turn) {
        Reservation one = taking("budget:one", "1");
        Reservation two = taking("budget:two", "1");
        return turn % 2 == 0 ? aRefund().reserving(one, two) : aRefund().reserving(two, one);
    }

    /** Random lives against the obvious model: each is in the sum until its record says that it ended without an effect. */
    @Test
    @Tag("I9")
    void aSumIsWhatItsProposalsHold() {
        Random random = new Random(20261129);
        List<Proposal> all = new ArrayList<>();
        Map<Proposal, Resolution.Kind> settled = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            if (all.isEmpty() || random.nextInt(4) == 0) {
                born(random, all);
            } else {
                Proposal now = scenario.now(all.get(random.nextInt(all.size())));
                List<Change> changes = new ArrayList<>(Changes.every(now));
                for (Resolution.Kind kind : List.of(
                        Resolution.Kind.CONFIRMED_EXECUTED,
                        Resolution.Kind.CONFIRMED_NOT_EXECUTED,
                        Resolution.Kind.COMPENSATED)) {
                    changes.add(new Change.Resolve(SAM, kind, null));
                }
                changes.add(Changes.failWithoutEffect(now));
                changes.add(Changes.retry(now, Duration.ZERO));
                Change change = changes.get(random.nextInt(changes.size()));
                boolean isMade = scenario.apply(now, change) instanceof TransitionResult.Applied;
                if (isMade && change instanceof Change.Resolve resolve) {
                    settled.put(first(all, now), resolve.kind());
                }
            }
            if (step % 20 == 0) {
                KEYS.forEach(key -> assertThat(sum(key)).as(key).isEqualByComparingTo(model(key, all, settled)));
            }
        }
        KEYS.forEach(key -> assertThat(sum(key)).as(key).isEqualByComparingTo(model(key, all, settled)));
    }

    private void born(Random random, List<Proposal> all) {
        ProposalBuilder one = random.nextBoolean() ? aRefund() : aTicket();
        List<Reservation> taken = new ArrayList<>();
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                taken.add(taking(key, (1 + random.nextInt(900)) + "e-2"));
            }
        }
        one.reserving(taken.toArray(Reservation[]::new));
        if (random.nextInt(4) == 0) {
            one.allowed();
        }
        Map<String, BigDecimal> before = new HashMap<>();
        KEYS.forEach(key -> before.put(key, sum(key)));
        Insertion insertion = store.insert(List.of(one.build()), List.of());
        boolean fits =
                taken.stream().allMatch(r -> before.get(r.key()).add(r.amount()).compareTo(r.limit()) <= 0);
        assertThat(insertion).isInstanceOf(fits ? Insertion.Stored.class : Insertion.OverLimit.class);
        if (insertion instanceof Insertion.Stored stored) {
            all.addAll(stored.proposals());
        }
    }

    private static Proposal first(List<Proposal> all, Proposal now) {
        return all.stream().filter(one -> one.id().equals(now.id())).findFirst().orElseThrow();
    }

    private BigDecimal model(String key, List<Proposal> all, Map<Proposal, Resolution.Kind> settled) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Proposal one : all) {
            if (isHeld(one, settled.get(one))) {
                for (Reservation taken : one.content().terms().reservations()) {
                    sum = taken.key().equals(key) ? sum.add(taken.amount()) : sum;
                }
            }
        }
        return sum;
    }

    private boolean isHeld(Proposal one, Resolution.Kind settled) {
        boolean held = true;
        for (AuditEvent event : eventsOf(one)) {
            boolean nothing = event.standing() != null && event.standing().effect() == EffectState.NONE;
            held = switch (event.type()) {
                case REJECTED, WITHDRAWN, SUPERSEDED, EXPIRED -> false;
                case FAILED -> !nothing;
                default -> held;
            };
        }
        boolean executed = typesOf(one).contains(EventType.EXECUTED);
        if (executed || settled == null || settled == Resolution.Kind.COMPENSATED) {
            return held;
        }
        return settled == Resolution.Kind.CONFIRMED_EXECUTED;
    }

    private BigDecimal sum(String key) {
        return probe.reserved(key).orElse(BigDecimal.ZERO);
    }

    private static Reservation taking(String key, String amount) {
        return new Reservation(key, new BigDecimal(amount), new BigDecimal("100"), BudgetContract.UNTIL);
    }
}
