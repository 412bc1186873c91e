package io.toolgateway.testkit.simulation;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.Looking;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.checker.Answer;
import io.toolgateway.testkit.checker.Answer.Act;
import io.toolgateway.testkit.checker.Answer.Told;
import io.toolgateway.tool.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The application that a model's calls come through: makes them, repeats them, takes some back. */
final class Client extends Person {

    private int made;

    /** Calls that were made, by anyone, and may be made again. */
    record Wish(Caller caller, Request request, List<ToolCall> calls, List<String> tokens) {}

    Client(World world, String name) {
        super(world, name);
    }

    void play() {
        int rounds = 1 + world.dice().below(4);
        for (int round = 0; round < rounds && !world.isLate(); round++) {
            world.rest(Duration.ZERO, Duration.ofSeconds(6));
            Wish wish = wish();
            world.wishes().add(wish);
            List<ProposalId> ids = make(wish);
            afterwards(wish, ids);
        }
        world.clientEnds();
    }

    private void afterwards(Wish wish, List<ProposalId> ids) {
        while (world.dice().chance(world.conditions().twice())) {
            world.rest(Duration.ZERO, Duration.ofSeconds(8));
            make(world.dice().oneOf(world.wishes()));
        }
        if (!ids.isEmpty() && world.dice().chance(0.07)) {
            world.rest(Duration.ZERO, Duration.ofSeconds(8));
            Caller someone = world.dice().chance(0.3) ? People.SAM : wish.caller();
            ask(() -> {}, gateway -> Looking.withdraw(gateway.approvals(), ids.get(0), someone, null));
        }
    }

    private Wish wish() {
        Dice dice = world.dice();
        int kind = dice.below(10);
        Caller caller = dice.oneOf(World.ASKERS);
        int number = ++made;
        if (kind < 2) {
            return chain(caller, number);
        }
        String token = name + "-" + number;
        Request request = Request.of("r-" + token);
        if (kind == 2 && !world.wishes().isEmpty()) {
            return inThePlaceOf(dice.oneOf(world.wishes()), token);
        }
        Request keyed = kind < 6 ? request.keyedBy(token) : request.inConversation("c-" + token);
        String tool = dice.oneOf(kind < 5 ? Shop.ALLOWED : Shop.PARKED);
        return new Wish(caller, keyed, List.of(call(0, tool, token)), List.of(token));
    }

    /** Other arguments under the ids of an earlier call: the two are in conflict, whichever comes first. */
    private Wish inThePlaceOf(Wish earlier, String token) {
        String tool = earlier.calls().get(0).name();
        return new Wish(earlier.caller(), earlier.request(), List.of(call(0, tool, token)), List.of(token));
    }

    private Wish chain(Caller caller, int number) {
        List<ToolCall> calls = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        int steps = 2 + world.dice().below(2);
        for (int step = 0; step < steps; step++) {
            String token = name + "-" + number + (char) ('a' + step);
            tokens.add(token);
            calls.add(call(step, world.dice().oneOf(step == 0 ? Shop.PARKED : CHAINED), token));
        }
        Request request = Request.of("r-" + name + "-" + number).keyedBy(tokens.get(0));
        return new Wish(caller, request, calls, tokens);
    }

    private static final List<String> CHAINED = Stream.concat(
                    Shop.PARKED.stream(), Stream.of(Shop.PAY_NOW, Shop.SET_NOW))
            .toList();

    private ToolCall call(int place, String tool, String token) {
        Dice dice = world.dice();
        return Shop.call("call_" + place, tool, token, dice.oneOf(Shop.DOCUMENTS), 1 + dice.below(900));
    }

    private List<ProposalId> make(Wish wish) {
        world.trace()
                .note(() -> "proposes " + wish.tokens() + " "
                        + wish.calls().stream().map(ToolCall::name).toList());
        Optional<List<Outcome>> outcomes = ask(
                () -> wish.tokens().forEach(token -> tell(token, null, Told.LOST)),
                gateway -> wish.calls().size() == 1
                        ? List.of(gateway.propose(wish.calls().get(0), wish.caller(), wish.request()))
                        : gateway.propose(wish.calls(), wish.caller(), wish.request()));
        List<ProposalId> ids = new ArrayList<>();
        for (int call = 0; outcomes.isPresent() && call < wish.calls().size(); call++) {
            Outcome outcome = outcomes.get().get(call);
            String token = wish.tokens().get(call);
            ProposalId id = outcome.proposalId();
            tell(token, id, told(outcome));
            world.book().said(token, outcome);
            if (id != null) {
                world.know(id, token);
                ids.add(id);
            }
        }
        return ids;
    }

    private void tell(String token, @Nullable ProposalId id, Told told) {
        world.trace().note(() -> "is told of " + token + ": " + told);
        world.book().told(new Answer(name, Act.PROPOSE, token, id, told, null));
    }

    private static Told told(Outcome outcome) {
        if (outcome instanceof Outcome.Executed) {
            return Told.EXECUTED;
        }
        if (outcome instanceof Outcome.InProgress) {
            return Told.IN_PROGRESS;
        }
        if (outcome instanceof Outcome.Pending) {
            return Told.PENDING;
        }
        if (outcome instanceof Outcome.Rejected) {
            return Told.REJECTED;
        }
        if (outcome instanceof Outcome.Expired) {
            return Told.EXPIRED;
        }
        if (outcome instanceof Outcome.Unknown) {
            return Told.UNKNOWN;
        }
        return outcome instanceof Outcome.Denied || outcome instanceof Outcome.Invalid ? Told.DENIED : Told.FAILED;
    }
}
