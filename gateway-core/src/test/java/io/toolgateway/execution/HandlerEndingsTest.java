package io.toolgateway.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a handler throws or returns, it is recorded as what it is, and the worker goes on. */
@SuppressWarnings({"NullAway", "DataFlowIssue", "removal", "deprecation"})
class HandlerEndingsTest {

    private static final int MIB = 1024 * 1024;

    private static Named<Supplier<Throwable>> kind(Supplier<Throwable> thrown) {
        return Named.of(thrown.get().getClass().getSimpleName(), thrown);
    }

    static Stream<Named<Supplier<Throwable>>> whatIsThrown() {
        return Stream.of(
                kind(() -> new Exception("secret")),
                kind(() -> new IllegalStateException((String) null)),
                kind(() -> new Error("secret")),
                kind(StackOverflowError::new),
                kind(() -> new OutOfMemoryError("Java heap space")),
                kind(ThreadDeath::new),
                kind(AssertionError::new),
                kind(() -> new IOException("sneaky")),
                kind(InterruptedException::new),
                kind(NoClassDefFoundError::new),
                kind(() -> new UndeclaredThrowableException(null)),
                kind(() -> new Throwable("neither exception nor error")),
                Named.of("an exception that cannot tell", () -> new RuntimeException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("no message");
                    }

                    @Override
                    public String toString() {
                        throw new IllegalStateException("no text");
                    }

                    @Override
                    public synchronized Throwable getCause() {
                        throw new IllegalStateException("no cause");
                    }
                }),
                Named.of("a cause that leads back to itself", () -> {
                    Exception one = new Exception("one");
                    one.initCause(new Exception("two", one));
                    return one;
                }));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @ParameterizedTest
    @MethodSource("whatIsThrown")
    @Tag("F26")
    @Tag("I9")
    void whatIsThrownIsAmbiguousAndHarmsNoWorker(Supplier<Throwable> thrown) {
        AtomicReference<Supplier<Throwable>> next = new AtomicReference<>(thrown);
        try (OneTool tool = new OneTool(Effect.NON_IDEMPOTENT, call -> {
            Supplier<Throwable> now = next.getAndSet(null);
            if (now != null) {
                HandlerEndingsTest.<RuntimeException>sneak(now.get());
            }
            return ToolResult.success();
        }, more -> more, options -> options.withThreads(1))) {
            tool.gateway.executor().start();
            ProposalId broken = tool.approved();
            untilFinal(tool, broken);
            ProposalId after = tool.approved();
            untilFinal(tool, after);

            assertThat(tool.outcome(broken)).isInstanceOf(Outcome.Unknown.class);
            assertThat(tool.now(broken).state().progress().attempt()).isEqualTo(1);
            assertThat(tool.outcome(after)).isInstanceOf(Outcome.Executed.class);
            assertThat(tool.outcome(broken).text()).doesNotContain("secret");
        }
    }

    private static void untilFinal(OneTool tool, ProposalId id) {
        while (!tool.now(id).status().isFinal()) {
            Thread.onSpinWait();
        }
    }

    private static Named<Supplier<ToolResult>> result(String name, Supplier<ToolResult> result) {
        return Named.of(name, result);
    }

    private static Named<Supplier<ToolResult>> data(String name, Supplier<Object> data) {
        return Named.of(name, () -> ToolResult.success(data.get()));
    }

    static Stream<Named<Supplier<ToolResult>>> nonsense() {
        return Stream.of(
                result("null", () -> null),
                data("10 MB", () -> "x".repeat(10 * MIB)),
                data("100 MB", () -> "x".repeat(100 * MIB)),
                data("NaN", () -> Double.NaN),
                data("infinity", () -> Float.NEGATIVE_INFINITY),
                data("a map that holds itself", HandlerEndingsTest::cyclic),
                data("a list 100,000 deep", HandlerEndingsTest::deep),
                data("U+0000", () -> "a\u0000b"),
                data("half a pair", () -> "a\uD800b"),
                data("an object that cannot tell", () -> new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("no text");
                    }
                }),
                data("a map with a key that is no text", () -> Map.of(1, 2)),
                data("a map with a null key", () -> Collections.singletonMap(null, 1)),
                data("a list of nulls", () -> Collections.nCopies(3, null)),
                data("a million numbers", () -> Collections.nCopies(MIB, 1)),
                data("a stream", () -> Stream.of(1)),
                data("an array", () -> new int[] {1}),
                data("an exception", () -> new IOException("x")),
                data("a list that breaks off", () -> new BreakingList()),
                result("a message of 10 MB", () -> ToolResult.success().withMessage("x".repeat(10 * MIB))),
                result("an id with U+0000", () -> ToolResult.success().withId("\u0000")),
                result("an empty message", () -> ToolResult.success().withMessage("")));
    }

    private static final class BreakingList extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public java.util.Iterator<Object> iterator() {
            throw new IllegalStateException("no items");
        }
    }

    private static Map<String, Object> cyclic() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        return map;
    }

    private static Object deep() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            List<Object> outer = new ArrayList<>();
            outer.add(list);
            list = outer;
        }
        return list;
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    @Tag("F27")
    @Tag("I2")
    void whatIsReturnedIsExecutedWhateverItLooksLikeAndNeverRepeated(Supplier<ToolResult> result) {
        OneTool tool = new OneTool(Effect.IDEMPOTENT, call -> result.get());
        ProposalId id = tool.approved();

        tool.gateway.executor().runOnce();
        tool.gateway.executor().runOnce();

        assertThat(tool.now(id).phase()).isEqualTo(Phase.EXECUTED);
        assertThat(tool.now(id).state().progress().effect()).isEqualTo(EffectState.APPLIED);
        assertThat(tool.starts).hasSize(1);
        Execution execution = tool.now(id).state().execution();
        assertThat(execution).isNotNull();
        assertThat(tool.outcome(id).text()).hasSizeLessThan(8 * MIB);
    }
}
