package io.toolgateway.execution;

import static io.toolgateway.tool.Effect.IDEMPOTENT;
import static io.toolgateway.tool.Effect.NON_IDEMPOTENT;
import static io.toolgateway.tool.Effect.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.EventType;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.Transition;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.HttpStatusException;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SPEC E4 as a table: what a handler does, how long the proposal waits after each start, and how it ends. On a clock that only the
 * test moves: not a millisecond before its time, and at the latest after 30 percent more.
 */
@Tag("E4")
@Tag("I2")
@Tag("I2b")
class RetryMatrixTest {

    private static final List<Integer> NEVER = List.of();
    private static final List<Integer> NETWORK = List.of(1, 2, 4);
    private static final List<Integer> THROTTLED = List.of(5, 10);

    /** What a handler does at each of its starts; the last goes on for ever. */
    private record Script(String name, List<ToolHandler> steps) implements ToolHandler {
        @Override
        public ToolResult handle(Invocation call) throws Exception {
            return steps.get(Math.min(call.attempt(), steps.size()) - 1).handle(call);
        }

        Script then(Script next) {
            List<ToolHandler> both = new ArrayList<>(steps);
            both.addAll(next.steps);
            return new Script(name + ", then " + next.name, both);
        }
    }

    /** How it ends: phase, reason, effect and what the model is told. */
    private record End(Phase phase, ReasonCode reason, EffectState effect, Class<? extends Outcome> told) {
        static final End DONE = new End(Phase.EXECUTED, null, EffectState.APPLIED, Outcome.Executed.class);
        static final End DECLINED =
                new End(Phase.FAILED, ReasonCode.HANDLER_FAILED, EffectState.NONE, Outcome.Failed.class);
        static final End HARMLESS =
                new End(Phase.FAILED, ReasonCode.HANDLER_ERROR, EffectState.NONE, Outcome.Failed.class);
        static final End UNKNOWN =
                new End(Phase.FAILED, ReasonCode.OUTCOME_UNKNOWN, EffectState.POSSIBLE, Outcome.Unknown.class);
        static final End TRIED_OUT =
                new End(Phase.FAILED, ReasonCode.HANDLER_ERROR, EffectState.POSSIBLE, Outcome.Unknown.class);
        static final End DECLINED_AT_LAST =
                new End(Phase.FAILED, ReasonCode.HANDLER_FAILED, EffectState.POSSIBLE, Outcome.Unknown.class);
    }

    private record Line(Script script, Effect effect, List<Integer> waits, End end) {
        @Override
        public String toString() {
            return effect.text() + ": " + script.name + " -> waits " + waits + ", " + end.phase + " " + end.reason;
        }
    }

    private static Script returns(String name, ToolResult result) {
        return new Script(name, List.of(call -> result));
    }

    private static Script throwing(Exception thrown) {
        return new Script("throws " + thrown, List.of(call -> {
            throw thrown;
        }));
    }

    private static Script http(int status) {
        return returns("declares HTTP " + status, ToolResult.httpFailure(status, "no.", null));
    }

    private static final Script SUCCESS = returns("returns", ToolResult.success());
    private static final Script DECLINE = returns("declares a failure", ToolResult.failure("no", "no."));
    private static final Script BUSY = returns("declares a transient failure", ToolResult.transientFailure("b", "b."));
    private static final Script TOO_MANY = returns("is throttled", ToolResult.throttled("t", "t.", Duration.ZERO));
    private static final Script BUG = throwing(new IllegalStateException("bug"));
    private static final Script NO_ANSWER = throwing(new SocketTimeoutException("read"));

    static Stream<Line> matrix() {
        return Stream.of(
                        // What a handler returns says that nothing was done: every tool may be started again.
                        every(SUCCESS, NEVER, End.DONE),
                        every(DECLINE, NEVER, End.DECLINED),
                        every(BUSY, NETWORK, End.DECLINED),
                        every(TOO_MANY, THROTTLED, End.DECLINED),
                        every(BUSY.then(SUCCESS), List.of(1), End.DONE),
                        every(BUSY.then(BUSY).then(DECLINE), List.of(1, 2), End.DECLINED),
                        every(TOO_MANY.then(BUSY).then(BUSY).then(SUCCESS), List.of(5, 2, 4), End.DONE),
                        every(BUSY.then(BUSY).then(TOO_MANY), List.of(1, 2), End.DECLINED),
                        every(http(400), NEVER, End.DECLINED),
                        every(http(401), NEVER, End.DECLINED),
                        every(http(403), NEVER, End.DECLINED),
                        every(http(404), NEVER, End.DECLINED),
                        every(http(409), NEVER, End.DECLINED),
                        every(http(408), NETWORK, End.DECLINED),
                        every(http(429), THROTTLED, End.DECLINED),
                        every(http(500), NETWORK, End.DECLINED),
                        every(http(502), NETWORK, End.DECLINED),
                        every(http(503), NETWORK, End.DECLINED),
                        every(retryAfter(30), List.of(30, 30), End.DECLINED),
                        every(retryAfter(7), List.of(7, 10), End.DECLINED),
                        every(retryAfter(2), THROTTLED, End.DECLINED),
                        every(
                                returns(
                                        "declares HTTP 503, Retry-After 20",
                                        ToolResult.httpFailure(503, "no.", Duration.ofSeconds(20))),
                                List.of(20, 20, 20),
                                End.DECLINED),
                        // What it throws says that nobody knows: only what may be repeated is.
                        thrown(new SocketTimeoutException("read"), NETWORK),
                        thrown(new HttpTimeoutException("read"), NETWORK),
                        thrown(new ConnectException("refused"), NETWORK),
                        thrown(new EOFException(), NETWORK),
                        thrown(new TimeoutException(), NETWORK),
                        thrown(new SQLTransientConnectionException("pool"), NETWORK),
                        thrown(new SQLRecoverableException("reset"), NETWORK),
                        thrown(new IllegalStateException("wrapped", new IOException("reset")), NETWORK),
                        thrown(new HttpStatusException(500), NETWORK),
                        thrown(new HttpStatusException(503), NETWORK),
                        thrown(new HttpStatusException(429), THROTTLED),
                        thrown(new HttpStatusException(429, Duration.ofSeconds(60)), List.of(60, 60)),
                        thrown(new HttpStatusException(400), NEVER),
                        thrown(new HttpStatusException(401), NEVER),
                        thrown(new HttpStatusException(404), NEVER),
                        thrown(new SQLException("syntax"), NEVER),
                        thrown(new FileNotFoundException("x"), NEVER),
                        thrown(new IllegalStateException("bug"), NEVER),
                        // An attempt that nobody knows of is not taken back by a later one that did nothing.
                        Stream.of(
                                new Line(NO_ANSWER.then(SUCCESS), IDEMPOTENT, List.of(1), End.DONE),
                                new Line(NO_ANSWER.then(DECLINE), IDEMPOTENT, List.of(1), End.DECLINED_AT_LAST),
                                new Line(NO_ANSWER.then(BUSY), IDEMPOTENT, NETWORK, End.DECLINED_AT_LAST),
                                new Line(NO_ANSWER.then(BUG), IDEMPOTENT, List.of(1), End.TRIED_OUT),
                                new Line(BUSY.then(NO_ANSWER), NON_IDEMPOTENT, List.of(1), End.UNKNOWN),
                                new Line(BUSY.then(BUG), NON_IDEMPOTENT, List.of(1), End.UNKNOWN),
                                new Line(NO_ANSWER.then(BUSY).then(SUCCESS), READ_ONLY, List.of(1, 2), End.DONE)))
                .flatMap(lines -> lines);
    }

    private static Script retryAfter(int seconds) {
        return returns(
                "declares HTTP 429, Retry-After " + seconds,
                ToolResult.httpFailure(429, "no.", Duration.ofSeconds(seconds)));
    }

    private static Stream<Line> every(Script script, List<Integer> waits, End end) {
        return Stream.of(Effect.values()).map(effect -> new Line(script, effect, waits, end));
    }

    private static Stream<Line> thrown(Exception exception, List<Integer> waits) {
        Script script = throwing(exception);
        return Stream.of(
                new Line(script, IDEMPOTENT, waits, End.TRIED_OUT),
                new Line(script, NON_IDEMPOTENT, NEVER, End.UNKNOWN),
                new Line(script, READ_ONLY, waits, End.HARMLESS));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void eachStartIsAClaimOfItsOwnAndNoneComesTooEarly(Line line) {
        OneTool tool = new OneTool(line.effect, line.script);
        ProposalId id = tool.approved();

        play(tool, line.waits);

        requireEnd(tool, id, line);
        requireClaims(tool, id, line.waits.size() + 1);
        tool.clock.advance(Duration.ofMinutes(10));
        assertThat(tool.gateway.executor().runOnce())
                .as("nothing is left to start")
                .isZero();
    }

    private static void play(OneTool tool, List<Integer> waits) {
        assertThat(tool.gateway.executor().runOnce()).isEqualTo(1);
        for (int wait : waits) {
            Duration least = Duration.ofSeconds(wait);
            tool.clock.advance(least.minusMillis(1));
            assertThat(tool.gateway.executor().runOnce())
                    .as("before %s s", wait)
                    .isZero();
            tool.clock.advance(Duration.ofMillis(1 + wait * 300L));
            assertThat(tool.gateway.executor().runOnce())
                    .as("after %s s and 30 percent", wait)
                    .isEqualTo(1);
        }
    }

    private static void requireEnd(OneTool tool, ProposalId id, Line line) {
        Proposal ended = tool.now(id);
        assertThat(new End(
                        ended.phase(),
                        ended.state().reason(),
                        ended.state().progress().effect(),
                        tool.outcome(id).getClass()))
                .isEqualTo(line.end);
    }

    private static void requireClaims(OneTool tool, ProposalId id, int starts) {
        assertThat(tool.starts).hasSize(starts);
        assertThat(tool.starts)
                .extracting(start -> start.call().idempotencyKey())
                .containsOnly(tool.now(id).content().arguments().idempotencyKey());
        assertThat(tool.starts)
                .extracting(start -> start.call().fence())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(tool.events(id))
                .filteredOn(event -> event.type() == EventType.CLAIMED)
                .hasSize(starts);
        assertThat(tool.events(id))
                .filteredOn(event -> event.type() == EventType.RETRYING)
                .hasSize(starts - 1);
    }

    /** What was rolled back with its record did not happen: it is started again, whatever the tool. */
    @ParameterizedTest
    @MethodSource("rolledBack")
    void whatWasRolledBackIsStartedAgainWhereThatMayHelp(Exception cause, List<Integer> waits) {
        List<Integer> started = new ArrayList<>();
        CommittingHandler handler = new CommittingHandler() {
            @Override
            public Ending handleAll(
                    List<Function<List<ToolResult>, Optional<Part>>> steps,
                    Function<List<ToolResult>, List<Transition>> finishing) {
                started.add(steps.get(0).apply(List.of()).orElseThrow().call().attempt());
                return new Ending.RolledBack(null, cause);
            }

            @Override
            public ToolResult handle(Invocation call) {
                throw new AssertionError("a committing handler is run in its transaction");
            }

            @Override
            public boolean recordsIn(ProposalStore store) {
                return true;
            }
        };
        OneTool tool = new OneTool(NON_IDEMPOTENT, handler);
        ProposalId id = tool.approved();

        play(tool, waits);

        assertThat(started).hasSize(waits.size() + 1);
        assertThat(tool.now(id).state().progress().effect()).isEqualTo(EffectState.NONE);
        assertThat(tool.outcome(id)).isInstanceOf(Outcome.Failed.class);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> rolledBack() {
        return Stream.of(
                org.junit.jupiter.params.provider.Arguments.of(new SQLTransientConnectionException("x"), NETWORK),
                org.junit.jupiter.params.provider.Arguments.of(new SQLException("x"), NEVER));
    }
}
