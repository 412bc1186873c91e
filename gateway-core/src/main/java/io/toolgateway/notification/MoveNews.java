package io.toolgateway.notification;

import io.toolgateway.caller.Audience;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Review;
import io.toolgateway.store.Announcer.News;
import io.toolgateway.store.SideEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which moves are worth telling, and whom. Pure. */
final class MoveNews {

    private final Function<String, Set<String>> settlers;

    /** With the roles that find out what became of a tool's calls, besides those who could review them. */
    MoveNews(Function<String, Set<String>> settlers) {
        this.settlers = settlers;
    }

    /** What a move is told as, if it is. */
    Optional<Notification> of(News news) {
        return news.after().content().undoes() == null ? ofCall(news) : ofUndo(news);
    }

    private Optional<Notification> ofCall(News news) {
        Proposal after = news.after();
        return switch (news.move()) {
            case PARK -> ofWhole(news, NotificationKind.CREATED, deciding(after), null);
            case VOTE ->
                isNextStage(news) ? ofWhole(news, NotificationKind.CREATED, deciding(after), null) : Optional.empty();
            case WIDEN -> ofWhole(news, NotificationKind.ESCALATED, deciding(after), null);
            case APPROVE -> ofWhole(news, NotificationKind.DECIDED, asking(after), "approved");
            case REJECT, SUPERSEDE -> ofWhole(news, NotificationKind.DECIDED, asking(after), reason(after));
            // Who takes it back knows; who was asked to decide need not any more.
            case WITHDRAW -> ofWhole(news, NotificationKind.DECIDED, reviewing(after), reason(after));
            case EXPIRE_PENDING ->
                ofWhole(news, NotificationKind.EXPIRED, both(asking(after), reviewing(after)), reason(after));
            case EXPIRE_APPROVED -> told(news, NotificationKind.EXPIRED, asking(after), reason(after));
            case EXECUTE ->
                isLast(after) && !news.isAnswer()
                        ? told(news, NotificationKind.EXECUTED, asking(after), null)
                        : Optional.empty();
            case FAIL, FAIL_LATE, REAP_TO_UNKNOWN, ABANDON -> ofFailure(news);
            default -> Optional.empty();
        };
    }

    /** What a chain's later steps end with since it is broken was told of the step that broke it. */
    private Optional<Notification> ofFailure(News news) {
        Proposal after = news.after();
        if (after.hasUnknownOutcome()) {
            return told(news, NotificationKind.UNKNOWN, both(asking(after), settling(after)), reason(after));
        }
        boolean isTold = news.isAnswer() || after.state().reason() == ReasonCode.CHAIN_ABORTED;
        return isTold ? Optional.empty() : told(news, NotificationKind.FAILED, asking(after), reason(after));
    }

    /** That a step of a broken chain could not be undone is told of the step. */
    private Optional<Notification> ofUndo(News news) {
        Proposal undo = news.after();
        ProposalId step = undo.content().undoes();
        return switch (news.move()) {
            case FAIL, FAIL_LATE, REAP_TO_UNKNOWN, ABANDON, EXPIRE_APPROVED ->
                step == null
                        ? Optional.empty()
                        : Optional.of(notification(
                                news,
                                NotificationKind.UNKNOWN,
                                step,
                                both(asking(undo), settling(undo)),
                                "not_undone"));
            default -> Optional.empty();
        };
    }

    /** Of a chain, which is decided as one, its first step speaks. */
    private static Optional<Notification> ofWhole(
            News news, NotificationKind kind, Audience audience, @Nullable String detail) {
        ChainPosition chain = news.after().content().chain();
        return chain == null || chain.index() == 0 ? told(news, kind, audience, detail) : Optional.empty();
    }

    private static Optional<Notification> told(
            News news, NotificationKind kind, Audience audience, @Nullable String detail) {
        return audience.isNobody()
                ? Optional.empty()
                : Optional.of(notification(news, kind, news.after().id(), audience, detail));
    }

    private static Notification notification(
            News news, NotificationKind kind, ProposalId about, Audience audience, @Nullable String detail) {
        Proposal after = news.after();
        return new Notification(
                SideEffect.Send.idOf("tgn1", after.id().toString(), Long.toString(after.version()), kind.text()),
                kind,
                after.tenant(),
                about,
                after.tool(),
                after.triggeredBy(),
                audience,
                news.at(),
                after.validUntil(),
                detail);
    }

    /** The reminder of what waits; the same whoever may decide by now. */
    static Optional<Notification> reminder(Proposal waiting, Duration lead) {
        Instant due = waiting.validUntil().minus(lead);
        Audience audience = deciding(waiting);
        return audience.isNobody()
                ? Optional.empty()
                : Optional.of(new Notification(
                        SideEffect.Send.idOf("tgn1", waiting.id().toString(), NotificationKind.REMINDER.text()),
                        NotificationKind.REMINDER,
                        waiting.tenant(),
                        waiting.id(),
                        waiting.tool(),
                        waiting.triggeredBy(),
                        audience,
                        due,
                        waiting.validUntil(),
                        null));
    }

    private static boolean isNextStage(News news) {
        Proposal before = news.before();
        return before != null
                && before.state().review().currentStage()
                        != news.after().state().review().currentStage();
    }

    private static boolean isLast(Proposal step) {
        ChainPosition chain = step.content().chain();
        return chain == null || chain.index() == chain.size() - 1;
    }

    /** Who may decide now. */
    static Audience deciding(Proposal proposal) {
        Review review = proposal.state().review();
        int stage = review.currentStage();
        return stage < review.stages().size()
                ? of(proposal, List.of(review.stages().get(stage)))
                : new Audience(Set.of(), Set.of());
    }

    /** Who may have been asked to decide. */
    private static Audience reviewing(Proposal proposal) {
        return of(proposal, proposal.state().review().stages());
    }

    private static Audience of(Proposal proposal, Collection<Stage> stages) {
        Set<String> roles = new HashSet<>();
        Set<String> users = new HashSet<>();
        for (Stage stage : stages) {
            Approvers approvers = stage.approvers();
            roles.addAll(approvers.roles());
            if (approvers.caller()) {
                users.add(proposal.triggeredBy());
            }
        }
        return new Audience(roles, users);
    }

    private static Audience asking(Proposal proposal) {
        return Audience.ofUser(proposal.triggeredBy());
    }

    private Audience settling(Proposal proposal) {
        Set<String> roles = new HashSet<>(reviewing(proposal).roles());
        roles.addAll(settlers.apply(proposal.tool()));
        return new Audience(roles, Set.of());
    }

    private static Audience both(Audience one, Audience other) {
        List<String> roles = new ArrayList<>(one.roles());
        roles.addAll(other.roles());
        List<String> users = new ArrayList<>(one.users());
        users.addAll(other.users());
        return new Audience(new HashSet<>(roles), new HashSet<>(users));
    }

    private static @Nullable String reason(Proposal proposal) {
        ReasonCode reason = proposal.state().reason();
        return reason == null ? null : reason.text();
    }
}
