package io.toolgateway.testkit.simulation;

import io.toolgateway.caller.Caller;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.testkit.People;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Starts everyone, changes what is around the gateways, lets the faults stop, and ends the history when all is settled. */
final class Director extends Person {

    private final Map<String, Instant> off = new HashMap<>();
    private Instant recoveredAt = Pace.START;

    Director(World world) {
        super(world, "director");
    }

    Instant recoveredAt() {
        return recoveredAt;
    }

    void play() {
        begin();
        while (world.hasClients() && !world.isLate()) {
            world.rest(Duration.ofSeconds(1), Duration.ofSeconds(6));
            if (world.liveHosts().size() < 2) {
                world.startHost();
            }
            if (world.dice().chance(world.conditions().mischief())) {
                mischief();
            }
        }
        world.rest(Duration.ZERO, Duration.ofSeconds(40));
        recover();
        do {
            world.rest(Pace.SWEEP, Pace.SWEEP);
        } while (world.hasOpen() && world.now().isBefore(latest()));
        world.proposals().forEach(this::askOfTheEnded);
        world.end();
    }

    private void begin() {
        Dice dice = world.dice();
        int hosts = 2 + dice.below(2);
        for (int host = 0; host < hosts; host++) {
            world.startHost();
        }
        int clients = 2 + dice.below(3);
        for (int client = 1; client <= clients; client++) {
            String name = "c" + client;
            world.clientBegins();
            world.joinPerson(name, () -> new Client(world, name).play());
        }
        join("sam", People.SAM, true);
        join("sue", People.SUE, true);
        join("eve", People.EVE, true);
        join("may", World.MANAGER, true);
        join("tom", World.DELEGATE, true);
        Caller stranger = dice.oneOf(World.STRANGERS);
        join("stranger", stranger, false);
    }

    private void join(String name, Caller caller, boolean mayReview) {
        world.joinPerson(name, () -> new Reviewer(world, name, caller, mayReview).play());
    }

    private void mischief() {
        switch (world.dice().below(5)) {
            case 0 -> turn(world.dice().oneOf(Shop.PARKED));
            case 1 -> world.surroundings().changeRole(world.dice().oneOf(World.ASKERS));
            case 2, 3 -> world.surroundings().edit(world.dice().oneOf(Shop.DOCUMENTS));
            default -> world.anyOpen().ifPresent(world.surroundings()::tamper);
        }
    }

    private void turn(String tool) {
        Instant from = off.remove(tool);
        if (from == null) {
            world.store().switches().off(tool, null, "operator");
            off.put(tool, world.now());
        } else {
            on(tool, from);
        }
        world.trace().note(() -> "*** " + tool + (from == null ? " is switched off" : " is switched on"));
    }

    private void on(String tool, Instant from) {
        world.book().wasOff(tool, from, world.now());
        world.store().switches().on(tool, null, "operator");
    }

    private void recover() {
        off.forEach(this::on);
        off.clear();
        world.recover();
        world.startWholeHost();
        recoveredAt = world.now();
        world.trace().note("*** the faults are over");
    }

    private Instant latest() {
        return world.proposals().stream()
                .map(Proposal::validUntil)
                .reduce(recoveredAt, (one, other) -> one.isAfter(other) ? one : other)
                .plus(Pace.SETTLING)
                .plus(Pace.SETTLING);
    }

    private void askOfTheEnded(Proposal row) {
        Caller asker = row.content().origin().caller();
        Optional<Outcome> outcome =
                ask(() -> {}, gateway -> gateway.outcome(row.id(), asker)).flatMap(answer -> answer);
        outcome.ifPresent(told -> world.book().saidOfTheEnded(row, told));
    }
}
