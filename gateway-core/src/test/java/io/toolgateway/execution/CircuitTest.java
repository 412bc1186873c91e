package io.toolgateway.execution;

import static io.toolgateway.tool.Effect.IDEMPOTENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.tool.Failure;
import io.toolgateway.tool.FailureClassifier;
import io.toolgateway.tool.HttpStatusException;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool whose system fails is left alone for a while; that delays, and burns no approval. */
@Tag("E5")
class CircuitTest {

    private static final Duration OPEN = CircuitBreaking.DEFAULT.openFor();

    private Exception fails = new IOException("down");
    private boolean isDown = true;

    private final OneTool tool = new OneTool(
            IDEMPOTENT,
            call -> {
                if (isDown) {
                    throw fails;
                }
                return ToolResult.success();
            },
            more -> more.startedAtMost(1),
            options -> options);

    private void failTenTimes(String name) {
        for (int i = 0; i < CircuitBreaking.DEFAULT.minimumStarts(); i++) {
            tool.propose(name);
        }
        assertThat(tool.starts).hasSize(CircuitBreaking.DEFAULT.minimumStarts());
    }

    private void failApprovedTenTimes() {
        for (int i = 0; i < CircuitBreaking.DEFAULT.minimumStarts(); i++) {
            tool.approved();
            assertThat(tool.gateway.executor().runOnce()).isEqualTo(1);
        }
    }

    @Test
    void anApprovedCallWaitsUntilTheSystemWorksAgain() {
        failApprovedTenTimes();
        ProposalId id = tool.approved();

        assertThat(tool.gateway.executor().runOnce()).isZero();
        assertThat(tool.now(id).phase()).isEqualTo(Phase.APPROVED);
        assertThat(tool.now(id).state().progress().attempt())
                .as("no start is burnt")
                .isZero();

        isDown = false;
        tool.clock.advance(OPEN.plusMillis(1));
        assertThat(tool.gateway.executor().runOnce()).isEqualTo(1);
        assertThat(tool.outcome(id)).isInstanceOf(Outcome.Executed.class);
    }

    @Test
    void afterAFewStartsThatFailItIsLeftAloneAgain() {
        failApprovedTenTimes();
        tool.clock.advance(OPEN.plusMillis(1));
        for (int i = 0; i < 5; i++) {
            tool.approved();
        }

        assertThat(tool.gateway.executor().runOnce()).isEqualTo(3);
        assertThat(tool.gateway.executor().runOnce()).isZero();
        assertThat(tool.starts).hasSize(13);
    }

    @Test
    @Tag("F33")
    @Tag("I9")
    void whatExpiresWhileItsToolIsLeftAloneSaysWhy() {
        OneTool patient = new OneTool(
                IDEMPOTENT,
                call -> {
                    throw fails;
                },
                more -> more.startedAtMost(1),
                options -> options.breakingCircuits(new CircuitBreaking(50, 10, 10, Duration.ofHours(2))));
        for (int i = 0; i < 10; i++) {
            patient.approved();
            patient.gateway.executor().runOnce();
        }
        ProposalId late = patient.approved();
        patient.clock.set(patient.now(late).validUntil());

        patient.gateway.executor().runOnce();

        assertThat(patient.now(late).phase()).isEqualTo(Phase.EXPIRED);
        assertThat(patient.now(late).state().reason()).isEqualTo(ReasonCode.CIRCUIT_OPEN);
        assertThat(patient.now(late).state().progress().effect()).isEqualTo(EffectState.NONE);
        assertThat(patient.outcome(late)).isInstanceOf(Outcome.Expired.class);
    }

    @Test
    void aReadIsToldAsFailedAndNotStarted() {
        failTenTimes("read");

        Outcome outcome = tool.propose("read");

        assertThat(outcome.text()).contains("\"code\":\"circuit_open\"").contains("nothing has been changed");
        assertThat(tool.starts).hasSize(10);
    }

    @Test
    void anAllowedWriteWaitsForAWorkerAndIsNotToldAsDone() {
        tool.gateway.executor().start();
        failTenTimes("allowed");

        Outcome outcome = tool.propose("allowed");

        assertThat(outcome).isInstanceOf(Outcome.InProgress.class);
        assertThat(tool.starts).hasSize(10);
        assertThat(tool.events(outcome.proposalId()))
                .extracting(AuditEvent::type)
                .containsExactly(EventType.STARTED, EventType.RELEASED);
        isDown = false;
        tool.clock.advance(OPEN.plusMillis(1));
        while (!tool.now(outcome.proposalId()).status().isFinal()) {
            Thread.onSpinWait();
        }
        assertThat(tool.outcome(outcome.proposalId())).isInstanceOf(Outcome.Executed.class);
        tool.close();
    }

    @Test
    @Tag("E8")
    void anAllowedWriteThatNoWorkerWouldTakeUpHasFailed() {
        failTenTimes("allowed");

        Outcome outcome = tool.propose("allowed");

        assertThat(outcome.text()).contains("\"code\":\"circuit_open\"").contains("nothing has been changed");
        assertThat(tool.starts).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429})
    void whatSaysNothingOfTheSystemBehindTheToolOpensNoCircuit(int status) {
        fails = new HttpStatusException(status);
        for (int i = 0; i < 30; i++) {
            tool.propose("allowed");
        }

        assertThat(tool.starts).hasSize(30);
    }

    @Test
    @Tag("E4")
    void aHostSaysWhatItsOwnExceptionsAre() {
        FailureClassifier host = thrown -> thrown instanceof UnsupportedOperationException
                ? Optional.of(Failure.throttled(Duration.ofSeconds(7)))
                : Optional.empty();
        OneTool own = new OneTool(
                IDEMPOTENT,
                call -> {
                    throw new UnsupportedOperationException("quota");
                },
                more -> more.classifyingFailuresBy(host),
                options -> options);
        own.approved();
        own.gateway.executor().runOnce();
        own.clock.advance(Duration.ofMillis(6_999));
        assertThat(own.gateway.executor().runOnce()).isZero();
        own.clock.advance(Duration.ofMillis(2_101));
        assertThat(own.gateway.executor().runOnce()).isEqualTo(1);
    }

    @Test
    void aClassifierThatBreaksOffKnowsNothing() {
        FailureClassifier broken = thrown -> {
            throw new StackOverflowError();
        };
        OneTool own = new OneTool(
                IDEMPOTENT,
                call -> {
                    throw new IOException("x");
                },
                more -> more.classifyingFailuresBy(broken),
                options -> options);
        ProposalId id = own.approved();

        own.gateway.executor().runOnce();

        assertThat(own.now(id).state().reason()).isEqualTo(ReasonCode.HANDLER_ERROR);
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitBreaking(0, 20, 10, OPEN));
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitBreaking(101, 20, 10, OPEN));
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitBreaking(50, 20, 21, OPEN));
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitBreaking(50, 20, 10, Duration.ZERO));
    }
}
