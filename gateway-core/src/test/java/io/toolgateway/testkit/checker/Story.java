package io.toolgateway.testkit.checker;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.EffectState;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the life of one call by hand, one second a step, as good or as bad as a test wants it. */
final class Story {

    static final String HASH = "5eed";
    static final Instant START = SettableClock.START;
    static final Duration VALID = Duration.ofSeconds(60);

    final ProposalId id = new ProposalId(SequentialIds.IDS.next());
    final List<EffectLine> effects = new ArrayList<>();
    final List<Recorded> events = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();
    boolean repeatable = true;
    String token = "t-1";
    String key = "k-1";
    String recordedKey = "k-1";
    String handled = HASH;

    @Nullable
    String approvedHash;

    @Nullable
    String decidedBy;

    @Nullable
    Long resultFence;

    @Nullable
    ChainPosition chain;

    ProposalStatus status = ProposalStatus.PENDING;
    EffectState effect = EffectState.NONE;
    Instant now = START;
    Instant readAt = START.plusSeconds(90);
    boolean paused;
    int attempt;
    long fence;
    long version;

    Story notRepeatable() {
        repeatable = false;
        return this;
    }

    Story after(int seconds) {
        now = START.plusSeconds(seconds);
        return this;
    }

    Story parked() {
        return event(EventType.PARKED, "policy:p@1");
    }

    Story started() {
        status = ProposalStatus.APPROVED;
        decided("policy:p@1");
        held();
        return event(EventType.STARTED, "policy:p@1");
    }

    Story approved() {
        status = ProposalStatus.APPROVED;
        decided("user:sam");
        return event(EventType.APPROVED, "user:sam");
    }

    private void decided(String by) {
        decidedBy = by;
        approvedHash = HASH;
    }

    Story rejected() {
        status = ProposalStatus.REJECTED;
        decidedBy = "user:sam";
        return event(EventType.REJECTED, "user:sam");
    }

    Story expired() {
        status = ProposalStatus.EXPIRED;
        return event(EventType.EXPIRED, "sweeper");
    }

    Story claimed(String worker) {
        held();
        return event(EventType.CLAIMED, "worker:" + worker);
    }

    private void held() {
        fence++;
        attempt++;
        effect = EffectState.POSSIBLE;
    }

    Story begun() {
        return line(EffectLine.Kind.BEGUN, fence);
    }

    Story done() {
        return line(EffectLine.Kind.DONE, fence);
    }

    Story line(EffectLine.Kind kind, long fence) {
        effects.add(new EffectLine(kind, token, "pay", key, fence, attempt, handled, "w1", tick()));
        return this;
    }

    Story reaped() {
        fence++;
        return event(EventType.REAPED, "sweeper");
    }

    Story executed(String worker) {
        status = ProposalStatus.EXECUTED;
        effect = EffectState.APPLIED;
        resultFence = fence;
        return event(EventType.EXECUTED, "worker:" + worker);
    }

    Story failedUnknown(String actor) {
        status = ProposalStatus.FAILED;
        return event(EventType.FAILED, actor);
    }

    Story event(EventType type, String actor) {
        version++;
        ReasonCode reason = type == EventType.FAILED ? ReasonCode.OUTCOME_UNKNOWN : null;
        events.add(new Recorded(type, tick(), id, version, status, effect, reason, attempt, fence, actor));
        return this;
    }

    Story told(Answer.Act act, Answer.Told told) {
        answers.add(new Answer("c1", act, token, id, told, HASH));
        return this;
    }

    Instant tick() {
        Instant at = now;
        now = now.plusSeconds(1);
        return at;
    }

    Row row() {
        return new Row(
                id,
                "acme/ann",
                recordedKey,
                token,
                repeatable,
                3,
                HASH,
                approvedHash,
                decidedBy,
                status,
                effect,
                version,
                attempt,
                fence,
                START.plus(VALID),
                resultFence,
                chain);
    }

    History history() {
        return history(List.of(row()));
    }

    History history(List<Row> rows) {
        Bounds bounds = new Bounds(START, Duration.ofSeconds(10), Duration.ofSeconds(5), paused, readAt);
        return new History(effects, events, rows, answers, bounds);
    }
}
