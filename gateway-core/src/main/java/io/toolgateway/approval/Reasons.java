package io.toolgateway.approval;

import io.toolgateway.approval.Wish.Act;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.proposal.Refusal;
import io.toolgateway.proposal.Review;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a person's decision does not stand, in words for that person. Nothing of the arguments is in them. */
final class Reasons {

    private Reasons() {}

    static String of(Refusal refusal, Act act, ReviewItem item, Caller person) {
        return switch (refusal) {
            case NOT_ENTITLED ->
                act == Act.WITHDRAW
                        ? "Only the user who asked for it may take it back."
                        : "You may not decide this: it is for " + all(item) + ".";
            case OWN_REQUEST ->
                act == Act.DELEGATE
                        ? "Whoever asked for it cannot be the one to approve it."
                        : "You asked for this yourself, so it is for " + all(item)
                                + " to decide. You may take it back.";
            case NOT_YET -> "It is not your turn yet: first it is for " + awaited(item) + " to approve.";
            case STAGE_OVER -> "The stage in which you may approve is complete: it is for " + awaited(item) + " now.";
            case ALREADY_VOTED ->
                "Your approval is counted already; it is for " + awaited(item)
                        + " to approve as well, someone else than you.";
            case NOT_WIDER -> "They may approve it already.";
            case PART_OF_CHAIN ->
                "It is one of several steps that are decided together and were planned on each other: reject them, and have them"
                        + " proposed anew.";
            case OVER_LIMIT -> "As it is now it would pass a budget.";
            case TOOL_OFF -> "Its tool is switched off.";
            case WRONG_HASH -> "This is not what you were shown. Look at it again.";
            case WRONG_VERSION -> "It has changed since you looked at it. Look at it again.";
            case TOO_LATE -> "Its time ran out at " + shown(item.validUntil()) + ".";
            default -> "It cannot be decided now.";
        };
    }

    /** Who decided, what, and when. */
    static String decided(ReviewItem item) {
        Proposal first = item.first();
        Review review = first.state().review();
        return switch (first.status()) {
            case PENDING -> "Nobody has decided it yet.";
            case EXPIRED -> "Its time ran out at " + shown(first.validUntil()) + "; nobody can decide it any more.";
            case REJECTED -> rejected(first.state().reason(), review);
            case APPROVED, EXECUTED, FAILED ->
                review.reviewedBy() == null
                        ? "It needed nobody's approval: " + review.decidedBy() + " let it pass."
                        : review.reviewedBy() + " approved it" + at(review) + ".";
        };
    }

    private static String rejected(@Nullable ReasonCode reason, Review review) {
        String what = reason == ReasonCode.WITHDRAWN
                ? " took it back"
                : reason == ReasonCode.SUPERSEDED ? " replaced it by a changed one" : " said no to it";
        return review.reviewedBy() + what + at(review) + (review.note() == null ? "." : ": " + review.note());
    }

    private static String at(Review review) {
        Instant at = review.reviewedAt();
        return at == null ? "" : " at " + shown(at);
    }

    private static String shown(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Whoever may decide it, in any stage. */
    private static String all(ReviewItem item) {
        return words(item.first().state().review().stages());
    }

    private static String awaited(ReviewItem item) {
        List<Stage> awaited = item.awaited();
        return awaited.isEmpty() ? "nobody" : words(awaited.subList(0, 1));
    }

    private static String words(List<Stage> stages) {
        return stages.isEmpty()
                ? "nobody"
                : stages.stream()
                        .map(Stage::approvers)
                        .distinct()
                        .map(Reasons::words)
                        .collect(Collectors.joining(", or "));
    }

    private static String words(Approvers approvers) {
        List<String> ways = new ArrayList<>();
        if (approvers.caller()) {
            ways.add("the user who asked");
        }
        if (!approvers.roles().isEmpty()) {
            ways.add("a holder of the role " + String.join(" or ", approvers.roles()));
        }
        if (!approvers.users().isEmpty()) {
            ways.add(String.join(" or ", approvers.users()));
        }
        return String.join(" or ", ways);
    }
}
