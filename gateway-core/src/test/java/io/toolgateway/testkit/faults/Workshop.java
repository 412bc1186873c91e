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
    static final Caller SAM =
            Caller.of(TENANT.value(), "0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1c03").withRoles("supervisor");

    static final String PAY = "pay";
    static final String SET = "set";
    static final String NOW = "_now";
    static final String BRIEFLY = "_briefly";

    private static final String SCHEMA = """
            {"type":"object","properties":{"token":{"type":"string"}},"required":["token"],"additionalProperties":false}""";

    /** In a token: its first two handlers take longer than their lease. */
    static final String SLOW = "slow";

    /** In a token: its handler breaks off. */
    static final String BROKEN = "broken";

    /** In a token: a worker is held up between its claim and its start for longer than the call is valid. */
    static final String HELD_UP = "held-up";

    /** One handler of so many breaks off, so that nobody knows what it did. */
    private static final int BREAKS_OFF = 13;

    /** A client waits for what it runs itself; what workers run may take its time, so that a fault finds it running. */
    private static final int LONGEST_MILLIS_NOW = 20;

    private static final int LONGEST_MILLIS = 160;

    /** A campaign kills more often than a call is tried by default. */
    private static final int MOST_STARTS = 5;

    private final EffectFile effects;
    private final String process;
    private final Tripwire tripwire;

    Workshop(EffectFile effects, String process, Tripwire tripwire) {
        this.effects = effects;
        this.process = process;
        this.tripwire = tripwire;
    }

    /** A gateway on a store, its executor not started. */
    Gateway gateway(ProposalStore store, int threads, Failpoint.Role role) {
        return Gateway.builder()
                .tools(registry(role == Failpoint.Role.WORKER))
                .policy(policy())
                .store(new TrippingStore(store, tripwire))
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

    private ToolRegistry registry(boolean isStarting) {
        AtomicReference<ToolRegistry> self = new AtomicReference<>();
        Tool[] tools = Stream.of("", NOW, BRIEFLY)
                .flatMap(kind -> Stream.of(tool(PAY + kind, self, isStarting), tool(SET + kind, self, isStarting)))
                .toArray(Tool[]::new);
        self.set(ToolRegistry.of(tools));
        return self.get();
    }

    private Tool tool(String name, AtomicReference<ToolRegistry> self, boolean isStarting) {
        ToolBuilder tool = Tool.named(name)
                .describedAs("Writes down that it ran.")
                .arguments(SCHEMA)
                .callableByAnyone()
                // Who is held up is not given up for it: the clock has to keep it from starting.
                .within(name.endsWith(BRIEFLY) ? Pace.LATE.multipliedBy(2) : Pace.TIME_LIMIT)
                .startedAtMost(MOST_STARTS)
                .versionedBy(call -> {
                    if (isStarting && call.text(Row.TOKEN).contains(HELD_UP)) {
                        Pace.passStubbornly(Pace.LATE);
                    }
                    tripwire.reached(Failpoint.RECHECK_AFTER);
                    return "1";
                });
        return (name.startsWith(SET) ? tool.idempotent() : tool)
                .handledBy(
                        call -> handle(call, self.get().find(name).orElseThrow().version()));
    }

    private ToolResult handle(Invocation call, String version) {
        append(EffectLine.Kind.BEGUN, call, version);
        tripwire.reached(Failpoint.HANDLER_BEFORE_EFFECT);
        String token = call.text(Row.TOKEN);
        int chance = token.hashCode() & 0x7fff;
        boolean slow = token.contains(SLOW) && call.attempt() <= 2;
        int longest = call.tool().endsWith(NOW) ? LONGEST_MILLIS_NOW : LONGEST_MILLIS;
        Pace.passStubbornly(slow ? Pace.BEYOND_LEASE : Duration.ofMillis(chance % longest));
        if (chance % BREAKS_OFF == 0 || token.contains(BROKEN)) {
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
