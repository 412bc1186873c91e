package io.toolgateway.execution;

import static io.toolgateway.execution.OneTool.ANN;
import static io.toolgateway.tool.Effect.IDEMPOTENT;
import static io.toolgateway.tool.Effect.NON_IDEMPOTENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Request;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolHandler;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** propose() makes the first start only, and answers in time whatever the handler does. */
@Tag("E4")
class AnswerWithinTest {

    private static final UnaryOperator<ExecutorOptions> SOON = options -> options.answeringWithin(Duration.ofMillis(50));

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Waits until it is released; the first start alone. */
    private final ToolHandler hanging = call -> {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
        ended.countDown();
        return ToolResult.success();
    };

    @AfterEach
    void release() {
        released.countDown();
    }

    private OneTool tool(ToolHandler handler, UnaryOperator<ExecutorOptions> options) {
        return new OneTool(NON_IDEMPOTENT, handler, tool -> tool, options);
    }

    @Test
    void aWriteThatIsNotDoneInTimeGoesOnAndIsToldAsNotFinished() throws InterruptedException {
        OneTool tool = tool(hanging, SOON);

        Outcome outcome = tool.propose("allowed");

        assertThat(outcome).isInstanceOf(Outcome.InProgress.class);
        assertThat(outcome.messageForModel()).contains("not finished").contains("Do not say that it is done");
        released.countDown();
        while (!tool.now(outcome.proposalId()).status().isFinal()) {
            Thread.onSpinWait();
        }
        assertThat(tool.outcome(outcome.proposalId())).isInstanceOf(Outcome.Executed.class);
        assertThat(interrupted.getCount()).as("what may have acted is left in peace").isEqualTo(1);
    }

    @Test
    void aReadThatIsNotDoneInTimeFailedAndIsInterrupted() throws InterruptedException {
        OneTool tool = tool(hanging, SOON);

        Outcome outcome = tool.propose("read");

        assertThat(outcome.text()).contains("no_answer_in_time").contains("nothing has been changed");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Tag("F23")
    @Tag("I16")
    void aCallBeyondThoseThatMayRunAtOnceIsNotStarted() throws InterruptedException {
        OneTool tool = tool(hanging, options -> SOON.apply(options).withCallsAtOnce(1));
        tool.propose("allowed");

        for (String name : List.of("allowed", "read")) {
            assertThat(tool.propose(name).text()).contains("\"code\":\"busy\"").contains("not started");
        }

        assertThat(tool.store.count(ProposalQuery.of(ANN.tenant()))).isEqualTo(1);
        released.countDown();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        while (!(tool.propose("read") instanceof Outcome.Executed)) {
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("A6")
    void whatFollowsAnUnfinishedCallOfItsTurnIsNotMade() {
        OneTool tool = tool(hanging, SOON);
        ToolCall call = ToolCall.of("allowed", "{}");

        List<Outcome> outcomes = tool.gateway.propose(List.of(call, call, call), ANN, Request.of("r"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.InProgress.class);
        assertThat(outcomes.subList(1, 3))
                .allSatisfy(outcome -> assertThat(outcome.text()).contains("turn_unfinished"));
        assertThat(tool.starts).hasSize(1);
    }

    @Test
    void aReadIsTriedAgainInPlaceWithinTheTime() {
        OneTool tool = new OneTool(NON_IDEMPOTENT, failingUntil(3));

        assertThat(tool.propose("read")).isInstanceOf(Outcome.Executed.class);

        assertThat(tool.starts).hasSize(3);
        Duration first = Duration.between(tool.starts.get(0).at(), tool.starts.get(1).at());
        Duration second = Duration.between(tool.starts.get(1).at(), tool.starts.get(2).at());
        assertThat(first).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_300));
        assertThat(second).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_600));
    }

    @Test
    void aReadIsNotTriedAgainWhereTheTimeWouldNotDo() {
        OneTool tool = new OneTool(NON_IDEMPOTENT, failingUntil(100));

        Outcome outcome = tool.propose("read");

        assertThat(outcome.text()).contains("\"code\":\"busy_there\"");
        assertThat(tool.starts).as("a fourth would come 4 s after 3 s at least").hasSize(3);
        assertThat(Duration.between(tool.starts.get(0).at(), tool.clock.instant())).isLessThan(Duration.ofSeconds(5));
    }

    private static ToolHandler failingUntil(int start) {
        AtomicReference<Integer> starts = new AtomicReference<>(0);
        return call -> starts.updateAndGet(count -> count + 1) < start
                ? ToolResult.transientFailure("busy_there", "busy.")
                : ToolResult.success();
    }

    @Test
    void proposingMakesTheFirstStartOnlyAndAWorkerTheNext() throws Exception {
        try (OneTool tool = new OneTool(IDEMPOTENT, failingUntil(2), more -> more, options -> options)) {
            tool.gateway.executor().start();

            Outcome outcome = tool.propose("allowed");

            assertThat(outcome).isInstanceOf(Outcome.InProgress.class);
            assertThat(outcome.messageForModel()).contains("its result will follow");
            assertThat(tool.starts).hasSize(1);
            tool.clock.advance(Duration.ofMillis(1_300));
            while (!tool.now(outcome.proposalId()).status().isFinal()) {
                Thread.onSpinWait();
            }
            assertThat(tool.starts).hasSize(2);
            assertThat(tool.outcome(outcome.proposalId())).isInstanceOf(Outcome.Executed.class);
        }
    }

    @Test
    void whereNoWorkerWillEverComeTheFirstStartIsTheLast() {
        OneTool tool = new OneTool(IDEMPOTENT, failingUntil(2));

        Outcome outcome = tool.propose("allowed");

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        ProposalId id = outcome.proposalId();
        assertThat(tool.now(id).status()).isEqualTo(ProposalStatus.FAILED);
    }

    @Test
    void aToolThatWaitsForNothingRunsOnTheCallersThread() {
        AtomicReference<Thread> ran = new AtomicReference<>();
        ToolHandler handler = call -> {
            ran.set(Thread.currentThread());
            return ToolResult.success();
        };
        for (String name : List.of("allowed", "read")) {
            new OneTool(NON_IDEMPOTENT, handler, tool -> tool.onCallersThread(), options -> options).propose(name);
            assertThat(ran.get()).isSameAs(Thread.currentThread());
            new OneTool(NON_IDEMPOTENT, handler).propose(name);
            assertThat(ran.get()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    @Tag("F24")
    void aCallerThatIsInterruptedKeepsItsInterruptAndTheCallGoesOn() throws InterruptedException {
        OneTool tool = tool(hanging, options -> options);
        Thread.currentThread().interrupt();

        Outcome outcome = tool.propose("allowed");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isNotInstanceOf(Outcome.Executed.class);
    }
}
