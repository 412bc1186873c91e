package io.toolgateway.store;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.MortalHost;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains run by whole hosts, which die at every step of a run and of a compensation: no half-done chain is told as done. */
@Tag("A6")
@Tag("E7")
@Tag("E8")
@Tag("I11")
abstract class ChainRunContract extends StoreContract {

    private static final int STEPS = 3;
    private static final int POINTS_AT_MOST = 300;
    private static final int ROUNDS = 12;
    private static final Duration LONGER_THAN_A_HOLD = Duration.ofSeconds(40);

    ChainRunContract(StoreSetup setup) {
        super(setup);
    }

    /** What the last step does. */
    enum Last {
        WORKS,
        FAILS,
        BREAKS_OFF,
        BREAKS_OFF_AFTER_ITS_EFFECT
    }

    /** Bookings by their keys, as another system keeps them. */
    private final class Bank {
        private final Set<String> booked = new LinkedHashSet<>();
        private final List<String> undone = new ArrayList<>();
        private final Set<Integer> cannotUndo = new TreeSet<>();
        private final List<Long> lowFences = new ArrayList<>();
        private final Map<String, Long> fences = new HashMap<>();
        private Last last = Last.WORKS;
        private int failing = STEPS - 1;
        private boolean lastStepSwitchesOff;

        Tool tool(MortalHost host) {
            return Tool.named("book")
                    .arguments("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}")
                    .callableByAnyone()
                    .compensatedBy((call, done) -> {
                        host.step();
                        requireHigherFence(call);
                        if (cannotUndo.contains(n(call))) {
                            return ToolResult.failure("gone", "It cannot be fetched back.");
                        }
                        if (booked.remove(key(n(call), call.idempotencyKey()))) {
                            undone.add(String.valueOf(n(call)));
                        }
                        host.step();
                        return ToolResult.success();
                    })
                    .handledBy(call -> {
                        host.step();
                        requireHigherFence(call);
                        int n = n(call);
                        if (n == failing && lastStepSwitchesOff) {
                            store.switches().off("book", null, "ops");
                        }
                        if (n == failing && last == Last.FAILS) {
                            return ToolResult.failure("no_money", "There is no money.");
                        }
                        if (n == failing && last == Last.BREAKS_OFF) {
                            throw new IllegalStateException("line cut");
                        }
                        booked.add(key(n, call.idempotencyKey()));
                        host.step();
                        if (n == failing && last == Last.BREAKS_OFF_AFTER_ITS_EFFECT) {
                            throw new IllegalStateException("line cut");
                        }
                        return ToolResult.success();
                    });
        }

        /** As a system would that refuses what comes late. */
        private void requireHigherFence(Invocation call) {
            Long before = fences.put(call.idempotencyKey(), call.fence());
            if (before != null && before >= call.fence()) {
                lowFences.add(call.fence());
            }
        }

        private String key(int n, String key) {
            return n + "/" + key;
        }

        Set<Integer> inEffect() {
            return booked.stream()
                    .map(key -> Integer.valueOf(key.substring(0, key.indexOf('/'))))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static int n(Call call) {
        return (int) call.arguments().integer("n");
    }

    private Gateway host(Bank bank, MortalHost life) {
        return Gateway.builder()
                .tools(ToolRegistry.of(bank.tool(life)))
                .policy(Policy.named("p", "1").otherwise(Verdict.requireApproval(Approvers.byRole("supervisor"))))
                .store(life.reaching(store))
                .trustingRolesAsProposed()
                .withoutLogging()
                .build();
    }

    private static MortalHost healthy() {
        return new MortalHost(Integer.MAX_VALUE);
    }

    private List<ProposalId> approved(Gateway gateway) {
        List<ToolCall> calls = new ArrayList<>();
        for (int n = 0; n < STEPS; n++) {
            calls.add(ToolCall.of("c" + n, "book", "{\"n\":" + n + "}"));
        }
        List<ProposalId> ids = gateway.propose(calls, ANN, Request.of("r-1").keyedBy("k-1")).stream()
                .map(outcome -> Objects.requireNonNull(outcome.proposalId()))
                .toList();
        ReviewItem item = gateway.approvals().find(ids.get(0), SAM).orElseThrow();
        gateway.approvals().approve(item.id(), item.hash(), SAM);
        return ids;
    }

    private static List<String> statuses(Gateway gateway, List<ProposalId> ids) {
        return ids.stream()
                .map(id -> gateway.outcome(id, ANN).orElseThrow())
                .map(Outcome::status)
                .toList();
    }

    @Test
    void whatWasDoneIsUndoneLatestFirst() {
        Bank bank = new Bank();
        bank.last = Last.FAILS;
        Gateway gateway = host(bank, healthy());
        List<ProposalId> ids = approved(gateway);

        gateway.executor().runOnce();

        assertThat(bank.inEffect()).isEmpty();
        assertThat(bank.undone).containsExactly("1", "0");
        assertThat(bank.lowFences).isEmpty();
        assertThat(statuses(gateway, ids)).containsExactly("undone", "undone", "failed");
    }

    @Test
    void anUnknownStepInTheMiddleIsUndoneFirst() {
        Bank bank = new Bank();
        bank.last = Last.BREAKS_OFF_AFTER_ITS_EFFECT;
        bank.failing = 1;
        Gateway gateway = host(bank, healthy());
        List<ProposalId> ids = approved(gateway);

        gateway.executor().runOnce();
        gateway.executor().runOnce();

        assertThat(bank.undone).containsExactly("1", "0");
        assertThat(bank.lowFences).isEmpty();
        assertThat(statuses(gateway, ids)).containsExactly("undone", "undone", "failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatCannotBeUndoneIsToldSo(int stuck) {
        Bank bank = new Bank();
        bank.last = Last.FAILS;
        bank.cannotUndo.add(stuck);
        Gateway gateway = host(bank, healthy());
        List<ProposalId> ids = approved(gateway);

        gateway.executor().runOnce();
        gateway.executor().runOnce();

        assertThat(statuses(gateway, ids))
                .isEqualTo(
                        stuck == 1
                                ? List.of("not_undone", "not_undone", "failed")
                                : List.of("not_undone", "undone", "failed"));
    }

    @Test
    void untilItIsUndoneItIsToldAsBeingUndone() {
        Bank bank = new Bank();
        bank.last = Last.FAILS;
        List<ProposalId> ids = approved(host(bank, healthy()));
        bank.lastStepSwitchesOff = true;
        Gateway gateway = host(bank, healthy());

        gateway.executor().runOnce();

        assertThat(statuses(gateway, ids)).containsExactly("undoing", "undoing", "failed");
        assertThat(gateway.outcome(ids.get(0), ANN).orElseThrow().messageForModel())
                .contains("Do not say that it is done");
        gateway.switches().on("book", null, "ops");
        gateway.executor().runOnce();
        assertThat(statuses(gateway, ids)).containsExactly("undone", "undone", "failed");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("E7")
    void aHostThatDiesAnywhereLeavesNoHalfToldAsDone(Last last) {
        needsVirtualClock();
        boolean died = true;
        int point = 1;
        while (died && point < POINTS_AT_MOST) {
            close();
            open();
            died = dieAt(point, last);
            point++;
        }
        assertThat(point).isBetween(20, POINTS_AT_MOST - 1);
    }

    private boolean dieAt(int point, Last last) {
        Bank bank = new Bank();
        bank.last = last;
        List<ProposalId> ids = approved(host(bank, healthy()));
        MortalHost life = new MortalHost(point);
        try {
            host(bank, life).executor().runOnce();
        } catch (MortalHost.Died expected) {
            // Another host goes on.
        }
        Gateway other = host(bank, healthy());
        for (int round = 0; round < ROUNDS; round++) {
            other.executor().runOnce();
            clock.advance(LONGER_THAN_A_HOLD);
        }
        requireTruth(bank, statuses(other, ids), "dead at " + point + ", the last step " + last);
        return life.isDead();
    }

    private static void requireTruth(Bank bank, List<String> told, String when) {
        assertThat(bank.lowFences).as(when).isEmpty();
        Set<Integer> inEffect = bank.inEffect();
        for (int n = 0; n < STEPS; n++) {
            switch (told.get(n)) {
                case "executed" -> assertThat(inEffect).as(when + " " + told).contains(n);
                case "undone", "failed", "expired" ->
                    assertThat(inEffect).as(when + " " + told).doesNotContain(n);
                case "unknown", "not_undone" -> {}
                default -> throw new AssertionError(when + ": not at an end: " + told);
            }
        }
        boolean half = told.contains("executed")
                && told.stream()
                        .anyMatch(
                                status -> Set.of("undone", "failed", "expired").contains(status));
        assertThat(half).as("half done, " + when + " " + told).isFalse();
    }
}
