package io.toolgateway.testkit.simulation;

import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.checker.Answer;
import io.toolgateway.testkit.checker.Answer.Act;
import io.toolgateway.testkit.checker.Answer.Told;
import io.toolgateway.tool.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Someone who looks at what waits, thinks, and decides; or who tries to, and must not. */
final class Reviewer extends Person {

    private final Caller self;
    private final boolean mayReview;

    Reviewer(World world, String name, Caller self, boolean mayReview) {
        super(world, name);
        this.self = self;
        this.mayReview = mayReview;
    }

    void play() {
        while (true) {
            world.rest(Duration.ofSeconds(1), Duration.ofSeconds(mayReview ? 8 : 40));
            find().ifPresent(this::decide);
        }
    }

    private Optional<ReviewItem> find() {
        if (!mayReview || world.dice().chance(0.2)) {
            return world.anyKnown()
                    .flatMap(id -> ask(() -> {}, gateway -> gateway.approvals().find(id, self))
                            .flatMap(found -> found));
        }
        List<ReviewItem> items =
                ask(() -> {}, gateway -> gateway.approvals().pending(self)).orElse(List.of());
        return items.isEmpty() ? Optional.empty() : Optional.of(world.dice().oneOf(items));
    }

    private void decide(ReviewItem item) {
        world.rest(Duration.ZERO, Duration.ofSeconds(4));
        if (world.dice().chance(0.15)) {
            reject(item);
            return;
        }
        if (world.dice().chance(0.1)) {
            handOn(item);
        }
        if (world.dice().chance(0.1)) {
            edit(item).ifPresent(this::approve);
            return;
        }
        do {
            approve(item);
        } while (world.dice().chance(world.conditions().twice()));
    }

    private void approve(ReviewItem item) {
        ProposalId id = world.dice().oneOf(item.steps()).id();
        world.trace().note(() -> "approves " + tokens(item));
        ask(
                        () -> tell(item, Act.APPROVE, Told.LOST),
                        gateway -> gateway.approvals().approve(id, item.hash(), self))
                .ifPresent(result -> tell(item, Act.APPROVE, told(result)));
    }

    private void handOn(ReviewItem item) {
        String to = world.dice().chance(0.8)
                ? World.DELEGATE.userId()
                : item.first().triggeredBy();
        world.trace().note(() -> "hands on " + tokens(item));
        ask(() -> {}, gateway -> gateway.approvals().delegate(item.seen(), to, self, "away"));
    }

    /** The edited call is another call, so that it has a token of its own. */
    private Optional<ReviewItem> edit(ReviewItem item) {
        Arguments before = item.first().arguments();
        String arguments = before.with(Shop.TOKEN, before.text(Shop.TOKEN) + "'")
                .with(Shop.AMOUNT, 1 + world.dice().below(900))
                .toJson();
        world.trace().note(() -> "edits " + tokens(item));
        return ask(() -> {}, gateway -> gateway.approvals().edit(item.seen(), arguments, self, "less"))
                .filter(EditResult.Revised.class::isInstance)
                .map(result -> ((EditResult.Revised) result).item());
    }

    private void reject(ReviewItem item) {
        world.trace().note(() -> "rejects " + tokens(item));
        ask(
                        () -> tell(item, Act.REJECT, Told.LOST),
                        gateway -> gateway.approvals().reject(item.id(), item.hash(), self, "no"))
                .ifPresent(result -> tell(item, Act.REJECT, told(result)));
    }

    /** A vote that others still have to follow decides nothing. */
    private static Told told(ReviewResult result) {
        return result instanceof ReviewResult.Accepted accepted
                        && !accepted.item().isPending()
                ? Told.ACCEPTED
                : Told.NOT_DECIDED;
    }

    private void tell(ReviewItem item, Act act, Told told) {
        world.trace().note(() -> "is told of " + tokens(item) + ": " + told);
        item.steps()
                .forEach(step -> world.book()
                        .told(new Answer(
                                name, act, step.arguments().text(Shop.TOKEN), step.id(), told, step.argsHash())));
    }

    private static List<String> tokens(ReviewItem item) {
        return item.steps().stream()
                .map(Proposal::arguments)
                .map(arguments -> arguments.text(Shop.TOKEN))
                .toList();
    }
}
