package io.toolgateway.testkit.simulation;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.Standing;
import io.toolgateway.caller.Caller;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.testkit.RecordedHistory;
import io.toolgateway.testkit.checker.Invariant;
import io.toolgateway.testkit.checker.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can only be said by who knows the surroundings: who may decide, what was off, what was changed by hand (I4, I5, I7, I8, P2). */
final class SurroundingRules {

    private static final Set<String> SUPERVISORS =
            World.SUPERVISORS.stream().map(Caller::userId).map("user:"::concat).collect(Collectors.toSet());

    private static final String ESCALATION = "escalation";

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Book book;
    private final List<Violation> found = new ArrayList<>();

    private SurroundingRules(Book book) {
        this.book = book;
    }

    static List<Violation> check(Book book, List<Proposal> rows, List<AuditEvent> events) {
        SurroundingRules rules = new SurroundingRules(book);
        Map<ProposalId, List<AuditEvent>> ofEach = events.stream()
                .filter(event -> event.standing() != null)
                .collect(Collectors.groupingBy(event -> standing(event).proposal()));
        rows.forEach(row -> rules.check(row, ofEach.getOrDefault(row.id(), List.of())));
        rows.forEach(row -> rules.replacedOnce(row, rows));
        return rules.found;
    }

    private static Standing standing(AuditEvent event) {
        return Objects.requireNonNull(event.standing());
    }

    private void check(Proposal row, List<AuditEvent> events) {
        legal(row, events);
        require(row.status().isFinal(), Invariant.I7, row, () -> "it has not ended");
        for (int event = 0; event < events.size(); event++) {
            decidedByWhoMay(row, events.get(event), events.subList(0, event));
        }
        enough(row, events);
        events.forEach(event -> startedWhileOn(row, event));
        waited(row, events);
        book.tampered().stream()
                .filter(one -> one.id().equals(row.id()))
                .forEach(one -> approvedAsShown(row, one, events));
    }

    /** Every move is in the table of the protocol. */
    private void legal(Proposal row, List<AuditEvent> events) {
        try {
            RecordedHistory.of(events);
        } catch (AssertionError illegal) {
            found.add(new Violation(Invariant.I4, row.id(), String.valueOf(illegal.getMessage())));
        }
    }

    /** T5s: what was replaced has one revision, of whoever asked for it, and nothing else has any. */
    private void replacedOnce(Proposal row, List<Proposal> rows) {
        List<Proposal> revisions = rows.stream()
                .filter(other -> row.id().equals(other.content().revises()))
                .toList();
        boolean isReplaced = row.state().reason() == ReasonCode.SUPERSEDED;
        require(revisions.size() == (isReplaced ? 1 : 0), Invariant.I8, row, () -> "revisions: " + revisions);
        revisions.forEach(revision -> require(
                revision.triggeredBy().equals(row.triggeredBy())
                        && Objects.equals(
                                revision.content().editedBy(),
                                row.state().review().reviewedBy())
                        && !revision.content()
                                .arguments()
                                .idempotencyKey()
                                .equals(row.content().arguments().idempotencyKey()),
                Invariant.I8,
                row,
                () -> "replaced by another's: " + revision));
    }

    private void decidedByWhoMay(Proposal row, AuditEvent event, List<AuditEvent> before) {
        String actor = standing(event).actor();
        boolean byAsker = actor.equals("user:" + row.triggeredBy());
        boolean allowed = switch (event.type()) {
            case APPROVED, VOTED, REJECTED, SUPERSEDED -> !byAsker && mayDecide(actor, before);
            case WIDENED ->
                actor.equals(ESCALATION)
                        ? !event.at().isBefore(row.createdAt().plus(Pace.UNDECIDED))
                        : !byAsker && mayDecide(actor, before);
            case WITHDRAWN -> byAsker;
            default -> true;
        };
        require(allowed, Invariant.I5, row, () -> event.type() + " by " + actor);
    }

    /** A supervisor at any time, a manager once nobody else had decided for long, and whom one of them has handed it to. */
    private static boolean mayDecide(String actor, List<AuditEvent> before) {
        Stream<String> widenedBy = before.stream()
                .filter(event -> event.type() == EventType.WIDENED)
                .map(event -> standing(event).actor());
        if (actor.equals("user:" + World.MANAGER.userId())) {
            return widenedBy.anyMatch(ESCALATION::equals);
        }
        if (actor.equals("user:" + World.DELEGATE.userId())) {
            return widenedBy.anyMatch(by -> !by.equals(ESCALATION));
        }
        return SUPERVISORS.contains(actor);
    }

    private void enough(Proposal row, List<AuditEvent> events) {
        long yes = events.stream()
                .filter(event -> event.type() == EventType.APPROVED || event.type() == EventType.VOTED)
                .map(event -> standing(event).actor())
                .distinct()
                .count();
        boolean approved = events.stream().anyMatch(event -> event.type() == EventType.APPROVED);
        require(!approved || yes >= Shop.quorum(row.tool()), Invariant.I1, row, () -> "approved by " + yes);
    }

    private void startedWhileOn(Proposal row, AuditEvent event) {
        if (event.type() == EventType.CLAIMED || event.type() == EventType.STARTED) {
            boolean off = book.off().stream()
                    .anyMatch(time -> time.tool().equals(row.tool())
                            && event.at().isAfter(time.from())
                            && event.at().isBefore(time.until()));
            require(!off, Invariant.P2, row, () -> "started while its tool was off");
        }
    }

    /** E4: what failed is left alone for a second at least. */
    private void waited(Proposal row, List<AuditEvent> events) {
        for (int event = 1; event < events.size(); event++) {
            AuditEvent before = events.get(event - 1);
            AuditEvent after = events.get(event);
            boolean again = before.type() == EventType.RETRYING && after.type() == EventType.CLAIMED;
            require(
                    !again || !after.at().isBefore(before.at().plus(SHORTEST_WAIT)),
                    Invariant.E4,
                    row,
                    () -> "tried again at " + after.at() + " after " + before.at());
        }
    }

    /** I8: whoever approves after a change has seen the changed arguments, and who approved before it, the others. */
    private void approvedAsShown(Proposal row, Book.Tampered change, List<AuditEvent> events) {
        Optional<AuditEvent> approval = events.stream()
                .filter(event -> event.type() == EventType.APPROVED)
                .findFirst();
        if (approval.isPresent()
                && book.tampered().stream()
                                .filter(one -> one.id().equals(row.id()))
                                .count()
                        == 1) {
            String shown =
                    standing(approval.get()).version() > change.version() ? change.hashAfter() : change.hashBefore();
            require(
                    shown.equals(row.state().review().approvedHash()),
                    Invariant.I8,
                    row,
                    () -> "approved, but not what was shown");
        }
    }

    private void require(boolean holds, Invariant invariant, Proposal row, Supplier<String> what) {
        if (!holds) {
            found.add(new Violation(
                    invariant, row.id(), row.arguments().text(Shop.TOKEN) + " " + row + ": " + what.get()));
        }
    }
}
