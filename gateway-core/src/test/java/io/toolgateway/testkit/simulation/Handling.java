package io.toolgateway.testkit.simulation;

import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.testkit.checker.EffectLine;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.HttpStatusException;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.Objects;

/** One run of a handler: what it does is thrown, and what it did is written into the book, which no store of ours touches. */
final class Handling {

    private final World world;
    private final Host host;
    private final Actor actor;
    private final Invocation call;
    private final Effect effect;

    Handling(Actor actor, Invocation call, Effect effect) {
        this.actor = actor;
        this.world = actor.world();
        this.host = Objects.requireNonNull(actor.host, "a handler runs on a host");
        this.call = call;
        this.effect = effect;
    }

    ToolResult handle() {
        if (call.tool().equals(Shop.PEEK)) {
            world.surroundings().readBegins(call.request().id());
            world.step(host);
            return ToolResult.success();
        }
        write(EffectLine.Kind.BEGUN);
        world.surroundings().checkAsked(actor, call);
        boolean slow = world.dice().chance(world.conditions().slow());
        world.take(slow ? Pace.BEYOND_LEASE.toNanos() : world.dice().between(Duration.ZERO, Duration.ofMillis(800)));
        world.step(host);
        return world.dice().chance(world.conditions().odd()) ? oddly() : done("Paid.");
    }

    private ToolResult oddly() {
        return switch (world.dice().below(8)) {
            case 0, 1 -> undone(ToolResult.failure("no_funds", "there is no money"));
            case 2 -> undone(ToolResult.transientFailure("busy", "it is busy"));
            case 3 ->
                undone(ToolResult.httpFailure(
                        429, "asked too often", Duration.ofSeconds(world.dice().below(12))));
            case 4 -> throw breakOff();
            case 5 -> {
                if (effect == Effect.READ_ONLY) {
                    throw breakOff();
                }
                done("never told");
                throw broken();
            }
            case 6 -> pending();
            default -> done("nonsense \u0000 \ud800 <>" + "x".repeat(10_000));
        };
    }

    /** Thrown before anything was done, which nobody but the test knows. */
    private RuntimeException breakOff() {
        if (effect == Effect.READ_ONLY) {
            write(EffectLine.Kind.UNDONE);
        }
        return broken();
    }

    /** Of some, another start might help; whether one is safe is not for them to say. */
    private RuntimeException broken() {
        return switch (world.dice().below(3)) {
            case 0 -> new IllegalStateException("broke off");
            case 1 -> new HttpStatusException(503);
            default -> throw new StackOverflowError();
        };
    }

    private ToolResult undone(ToolResult failure) {
        write(EffectLine.Kind.UNDONE);
        world.step(host);
        return failure;
    }

    /** A handler compares the version in the same step as it writes (SPEC E3). */
    private ToolResult done(String message) {
        if (!world.surroundings().hasVersion(call.text(Shop.DOCUMENT), call.resourceVersion())) {
            return undone(ToolResult.failure("conflict", "somebody has changed it"));
        }
        write(EffectLine.Kind.DONE);
        world.step(host);
        return ToolResult.success().withId(Long.toString(call.fence())).withMessage(message);
    }

    private ToolResult pending() {
        ToolResult done = done("accepted");
        return done.errorCode() == null
                ? ToolResult.pending("the bank has it").withId(Long.toString(call.fence()))
                : done;
    }

    private void write(EffectLine.Kind kind) {
        String version = Shop.TOOLS.find(call.tool()).orElseThrow().version();
        String hash = ArgumentsHash.of(call.tool(), version, call.caller().tenant(), call.arguments());
        world.book()
                .wrote(new EffectLine(
                        kind,
                        call.text(Shop.TOKEN),
                        call.tool(),
                        call.idempotencyKey(),
                        call.fence(),
                        call.attempt(),
                        hash,
                        host.name(),
                        world.now()));
        world.trace()
                .note(() -> kind + " " + call.text(Shop.TOKEN) + " f" + call.fence() + " attempt " + call.attempt());
    }
}
