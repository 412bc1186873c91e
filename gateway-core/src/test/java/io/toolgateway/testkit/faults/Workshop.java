package io.toolgateway.testkit.faults;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.testkit.checker.EffectLine;
import io.toolgateway.testkit.checker.Row;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The tools of the campaigns: each writes what it does into the handlers' own file. {@code pay} must not be repeated,
 * {@code set} may be; {@code _now} is allowed, {@code _briefly} is parked for a moment only, the others are parked.
 */
public final class Workshop {

    /** Whose proposals all are. */
    public static final TenantId TENANT = TenantId.of("0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1c01");

    static final Caller ANN = Caller.of(TENANT.value(), "0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1c02");
    static final Caller SAM = Caller.of(TENANT.value(), "0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1c03").withRoles("supervisor");

    static final String PAY = "pay";
    static final String SET = "set";
    static final String NOW = "_now";
    static final String BRIEFLY = "_briefly";

    private static final String SCHEMA =
            """
            {"type":"object","properties":{"token":{"type":"string"}},"required":["token"],"additionalProperties":false}""";

    /** One handler of so many breaks off, so that nobody knows what it did. */
    private static final int BREAKS_OFF = 13;

    private static final int LONGEST_MILLIS = 40;

    private final EffectFile effects;
    private final String process;
    private final Tripwire tripwire;
    private final Duration work;
    private final Runnable beforeStart;

    private Workshop(EffectFile effects, String process, Tripwire tripwire, Duration work, Runnable beforeStart) {
        this.effects = effects;
        this.process = process;
        this.tripwire = tripwire;
        this.work = work;
        this.beforeStart = beforeStart;
    }

    /** Tools that take a moment. */
    static Workshop of(EffectFile effects, String process, Tripwire tripwire) {
        return new Workshop(effects, process, tripwire, Duration.ZERO, () -> {});
    }

    /** These tools, each taking longer. */
    Workshop taking(Duration work) {
        return new Workshop(effects, process, tripwire, work, beforeStart);
    }

    /** These tools, with something that happens after the claim and before the start. */
    Workshop before(Runnable start) {
        return new Workshop(effects, process, tripwire, work, start);
    }

    /** A gateway on a store, its executor not started. */
    Gateway gateway(ProposalStore store, int threads) {
        return Gateway.builder()
                .tools(registry())
                .policy(policy())
                .store(new TrippingStore(new ManyAttempts(store), tripwire))
                .trustingRolesAsProposed()
                .executor(Pace.executor(process, threads))
                .withoutLogging()
                .build();
    }

    private static Policy policy() {
        Verdict.RequireApproval parked = Verdict.requireApproval(Approvers.byRole("supervisor"));
        return Policy.named("campaign", "1")
                .rule("allowed", Condition.tool(PAY + NOW, SET + NOW), Verdict.allow())
                .rule("brief", Condition.tool(PAY + BRIEFLY, SET + BRIEFLY), parked.within(Pace.VALID_BRIEFLY))
                .otherwise(parked.within(Pace.VALID));
    }

    private ToolRegistry registry() {
        AtomicReference<ToolRegistry> self = new AtomicReference<>();
        Tool[] tools = Stream.of("", NOW, BRIEFLY)
                .flatMap(kind -> Stream.of(
                        tool(PAY + kind, self), tool(SET + kind, self)))
                .toArray(Tool[]::new);
        self.set(ToolRegistry.of(tools));
        return self.get();
    }

    private Tool tool(String name, AtomicReference<ToolRegistry> self) {
        ToolBuilder tool = Tool.named(name)
                .describedAs("Writes down that it ran.")
                .arguments(SCHEMA)
                .callableByAnyone()
                .within(Pace.TIME_LIMIT)
                .versionedBy(call -> {
                    beforeStart.run();
                    tripwire.reached(Failpoint.RECHECK_AFTER);
                    return "1";
                });
        return (name.startsWith(SET) ? tool.idempotent() : tool)
                .handledBy(call -> handle(call, self.get().find(name).orElseThrow().version()));
    }

    private ToolResult handle(Invocation call, String version) {
        append(EffectLine.Kind.BEGUN, call, version);
        tripwire.reached(Failpoint.HANDLER_BEFORE_EFFECT);
        int chance = call.text(Row.TOKEN).hashCode() & 0x7fff;
        Pace.pass(work.plusMillis(chance % LONGEST_MILLIS));
        if (chance % BREAKS_OFF == 0) {
            throw new IllegalStateException("broke off");
        }
        append(EffectLine.Kind.DONE, call, version);
        tripwire.reached(Failpoint.HANDLER_AFTER_EFFECT);
        return ToolResult.success().withId(Long.toString(call.fence()));
    }

    private void append(EffectLine.Kind kind, Invocation call, String version) {
        String hash = ArgumentsHash.of(call.tool(), version, call.caller().tenant(), call.arguments());
        effects.append(new EffectLine(
                kind,
                call.text(Row.TOKEN),
                call.tool(),
                call.idempotencyKey(),
                call.fence(),
                call.attempt(),
                hash,
                process,
                Instant.now()));
    }
}
