package io.toolgateway;

import io.toolgateway.Assessment.Accepted;
import io.toolgateway.Assessment.Refused;
import io.toolgateway.Assessment.Repeated;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.ErrorKind;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Problem;
import io.toolgateway.audit.Subject;
import io.toolgateway.execution.Backing;
import io.toolgateway.execution.ReadSeat;
import io.toolgateway.execution.Starter;
import io.toolgateway.execution.WriteSeat;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Answered;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Execution;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.proposal.Terms;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Invocation;
import io.toolgateway.tool.Secrets;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to one assessed call: told as refused, read at once, started at once, or parked. */
final class Single {

    private static final Logger LOG = LoggerFactory.getLogger(Single.class);

    private static final int MAX_SUMMARY = 4_000;
    /** An allowed write is started by its proposer, and only tried again by workers; this bounds how late. */
    private static final Duration ALLOWED_VALIDITY = Duration.ofMinutes(5);

    private final Backing backing;
    private final Starter starter;
    private final boolean isAfterOthers;
    private final ReadKeys readKeys = new ReadKeys();

    Single(Backing backing, Starter starter) {
        this(backing, starter, false);
    }

    private Single(Backing backing, Starter starter, boolean isAfterOthers) {
        this.backing = backing;
        this.starter = starter;
        this.isAfterOthers = isAfterOthers;
    }

    /** For calls that come after others of their turn: what cannot be recorded of them must not take the others' outcomes along. */
    Single afterOthers() {
        return new Single(backing, starter, true);
    }

    Outcome answer(Assessment assessment, long answerBy) {
        if (assessment instanceof Refused refused) {
            return refuse(refused);
        }
        return assessment instanceof Repeated repeated ? repeat(repeated) : perform((Accepted) assessment, answerBy);
    }

    Outcome repeat(Repeated repeated) {
        tell(AuditEvent.replayed(
                repeated.subject(), repeated.earlier(), backing.time().instant()));
        return Outcomes.of(repeated.earlier(), repeated.sent().id(), true);
    }

    Outcome refuse(Refused refused) {
        tell(refused.event());
        return refused.outcome();
    }

    Outcome perform(Accepted accepted, long answerBy) {
        if (accepted.draft().isOpen()) {
            return denied(
                    accepted,
                    ErrorKind.VALIDATION,
                    "reference_unresolved",
                    "what it refers to is not known, so it was not made.");
        }
        if (accepted.isParked()) {
            return park(accepted);
        }
        return accepted.isFreeRead() ? read(accepted, answerBy) : write(accepted, answerBy);
    }

    private Outcome busy(Accepted accepted) {
        return denied(accepted, ErrorKind.LIMIT, "busy", "too many calls are running; it was not started.");
    }

    Outcome park(Accepted accepted) {
        Insertion insertion = insert(accepted);
        return insertion instanceof Insertion.Stored stored
                ? outcome(accepted, stored.proposals().get(0), false)
                : notStored(accepted, insertion, 0);
    }

    private Outcome write(Accepted accepted, long answerBy) {
        Optional<WriteSeat> seat = starter.toWrite(accepted.tool().tool(), answerBy);
        if (seat.isEmpty()) {
            return busy(accepted);
        }
        try (WriteSeat mine = seat.get()) {
            return write(accepted, mine, answerBy);
        }
    }

    private Outcome write(Accepted accepted, WriteSeat seat, long answerBy) {
        long askedAt = backing.time().nanoTime();
        Insertion insertion = insert(accepted);
        if (isPermissionOver(accepted, insertion)) {
            accepted.draft().unpermitted();
            return park(accepted);
        }
        return insertion instanceof Insertion.Stored stored
                ? started(accepted, stored.proposals().get(0), seat, askedAt, answerBy)
                : notStored(accepted, insertion, 0);
    }

    /** Used up or taken back by somebody else at this moment. */
    private static boolean isPermissionOver(Accepted accepted, Insertion insertion) {
        StandingPermission permission = accepted.draft().permission();
        return permission != null
                && insertion instanceof Insertion.OverLimit over
                && over.key().equals(permission.limit());
    }

    private Insertion insert(Accepted accepted) {
        Insertion insertion = backing.store().insert(List.of(proposal(accepted, content(accepted))), backing.effects());
        if (insertion instanceof Insertion.Stored stored) {
            stored.events().forEach(backing.listener()::on);
        }
        return insertion;
    }

    private Outcome started(Accepted accepted, Proposal held, WriteSeat seat, long askedAt, long answerBy) {
        try {
            Proposal after = seat.start(held, accepted.tool(), accepted.call(), askedAt, answerBy);
            return outcome(accepted, after, false);
        } catch (RuntimeException unrecorded) {
            // The handler has run: thrown on, this would be taken for a call that was not started and may be made
            // again.
            LOG.error("what came of proposal {} could not be recorded", held.id(), unrecorded);
            return new Outcome.Unknown(
                    new Answered(accepted.sent().id(), accepted.sent().name(), held.id(), false));
        }
    }

    /**
     * The answer where the store was lost over this call: a write may have been recorded as running, and a worker may take it up
     * from there.
     */
    Outcome unreachable(Accepted accepted) {
        if (!accepted.isParked() && !accepted.isFreeRead()) {
            return new Outcome.Unknown(answered(accepted));
        }
        return new Outcome.Failed(
                answered(accepted),
                "store_unavailable",
                "the store did not answer, so it was not started; whether it was recorded is not known.");
    }

    /** The answer where nothing was stored: a duplicate, a key of another call, a tool switched off just now, a limit. */
    Outcome notStored(Accepted accepted, Insertion insertion, int step) {
        if (insertion instanceof Insertion.Existing existing) {
            Proposal earlier = existing.proposals().get(step);
            tell(AuditEvent.replayed(subject(accepted), earlier, backing.time().instant()));
            return outcome(accepted, earlier, true);
        }
        if (insertion instanceof Insertion.KeyConflict) {
            return denied(
                    accepted,
                    ErrorKind.VALIDATION,
                    "key_conflict",
                    "another call was made before in its place, with other arguments or another version of the tool. What came"
                            + " of that one stands.");
        }
        if (insertion instanceof Insertion.ToolOff off) {
            return off.tool().equals(accepted.sent().name())
                    ? denied(accepted, ErrorKind.TRANSIENT, "tool_off", "this tool is switched off at the moment.")
                    : denied(
                            accepted,
                            ErrorKind.TRANSIENT,
                            "turn_refused",
                            "the tool of another call of the same turn is switched off at the moment.");
        }
        return Budgets.overLimit(accepted, (Insertion.OverLimit) insertion)
                .map(why -> denied(accepted, ErrorKind.LIMIT, "over_limit", why))
                .orElseGet(() -> denied(
                        accepted,
                        ErrorKind.LIMIT,
                        "turn_refused",
                        "another call of the same turn would pass a limit."));
    }

    Outcome denied(Accepted accepted, ErrorKind kind, String code, String reason) {
        tell(AuditEvent.withoutProposal(
                        EventType.REFUSED,
                        backing.time().instant(),
                        subject(accepted),
                        accepted.decision(),
                        null,
                        Problem.of(kind, code, reason))
                .without(secrets(accepted)));
        return new Outcome.Denied(answered(accepted), code, reason);
    }

    Outcome outcome(Accepted accepted, Proposal proposal, boolean replayed) {
        return Outcomes.of(proposal, accepted.sent().id(), replayed);
    }

    NewProposal proposal(Accepted accepted, Content content) {
        boolean runs = content.terms().decision().verdict() instanceof Verdict.Allow;
        Change.Claim start =
                runs ? new Change.Claim(starter.worker(), accepted.tool().tool().timeLimit()) : null;
        return new NewProposal(
                new ProposalId(backing.ids().next()), backing.ids().next(), content, start);
    }

    Content content(Accepted accepted) {
        Tool tool = accepted.tool().tool();
        ToolCall sent = accepted.sent();
        Verdict verdict = accepted.decision().verdict();
        Duration validFor =
                verdict instanceof Verdict.RequireApproval approval ? approval.validFor() : ALLOWED_VALIDITY;
        Proposal earlier = accepted.draft().takesThePlaceOf();
        return new Content(
                new Origin(
                        accepted.call().caller(),
                        accepted.call().request(),
                        sent.id(),
                        bounded(accepted),
                        sent.raw() == null ? null : Json.storable(sent.raw())),
                new ProposedTool(
                        tool.name(), accepted.tool().version(), tool.effect(), tool.isDestructive(), tool.maxStarts()),
                accepted.binding(),
                new Terms(accepted.decision(), validFor, Budgets.reservations(accepted)),
                null,
                earlier == null ? null : earlier.id(),
                null,
                accepted.draft().editor());
    }

    /** A summary is for a person to read and to search: without secrets; what is longer than anyone reads is cut, and says so. */
    private static @Nullable String bounded(Accepted accepted) {
        String sent = accepted.sent().summary();
        if (sent == null) {
            return null;
        }
        String summary = Json.storable(secrets(accepted).removedFrom(sent));
        return summary.length() <= MAX_SUMMARY
                ? summary
                : Json.storable(summary.substring(0, MAX_SUMMARY)) + " [cut, " + sent.length() + " characters]";
    }

    private Outcome read(Accepted accepted, long answerBy) {
        Optional<ReadSeat> seat = starter.toRead(accepted.tool().tool(), answerBy);
        if (seat.isEmpty()) {
            return busy(accepted);
        }
        try (ReadSeat mine = seat.get()) {
            return read(accepted, mine, answerBy);
        }
    }

    /** An allowed read has no proposal: it is handed to the record before and after the handler (SPEC P1). */
    private Outcome read(Accepted accepted, ReadSeat seat, long answerBy) {
        Instant now = backing.time().instant();
        Subject subject = subject(accepted);
        Secrets secrets = secrets(accepted);
        tell(AuditEvent.withoutProposal(EventType.READ_STARTED, now, subject, accepted.decision(), null, null)
                .without(secrets));
        Tool tool = accepted.tool().tool();
        Instant deadline = now.plus(tool.timeLimit());
        Execution execution = seat.read(tool, () -> invocation(accepted, deadline), answerBy);
        AuditEvent finished = AuditEvent.withoutProposal(
                        EventType.READ_FINISHED,
                        now.plus(execution.took()),
                        subject,
                        accepted.decision(),
                        execution,
                        problem(execution))
                .without(secrets);
        tell(finished);
        Problem problem = finished.problem();
        ToolResult result = execution.result();
        return problem == null && result != null
                ? new Outcome.Executed(answered(accepted), result)
                : new Outcome.Failed(
                        answered(accepted),
                        problem == null ? "handler_error" : problem.code(),
                        problem == null ? "the tool broke off." : problem.message());
    }

    private Invocation invocation(Accepted accepted, Instant deadline) {
        long number = readKeys.next();
        return Invocation.ofRead(accepted.call(), () -> readKeys.key(number), deadline);
    }

    private static @Nullable Problem problem(Execution execution) {
        ToolResult result = execution.result();
        if (result == null) {
            return Problem.of(ErrorKind.PERMANENT, "handler_error", "the tool broke off.");
        }
        String code = result.errorCode();
        if (code == null) {
            return null;
        }
        String message = result.message();
        ErrorKind kind = result.isRetryable() ? ErrorKind.TRANSIENT : ErrorKind.PERMANENT;
        return Problem.of(kind, code, message == null ? code : message);
    }

    private static Subject subject(Accepted accepted) {
        ProposedArguments bound = accepted.bound();
        return new Subject(
                accepted.call().caller(),
                accepted.call().request(),
                accepted.sent().id(),
                accepted.sent().name(),
                () -> bound == null ? accepted.tool().shown(accepted.draft().shown()) : bound.shown());
    }

    private static Secrets secrets(Accepted accepted) {
        return accepted.tool().secrets(accepted.call().arguments());
    }

    private static Answered answered(Accepted accepted) {
        return new Answered(accepted.sent().id(), accepted.sent().name(), null, false);
    }

    private void tell(AuditEvent event) {
        try {
            backing.store().record(List.of(event));
        } catch (StoreException lost) {
            // A read that starts has to be on record first (SPEC P1).
            if (!isAfterOthers || event.type() == EventType.READ_STARTED) {
                throw lost;
            }
            LOG.error("a call could not be recorded as {}", event.type().text(), lost);
        }
        backing.listener().on(event);
    }
}
