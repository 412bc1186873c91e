package io.toolgateway.permission;

import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Bound;
import io.toolgateway.policy.PermissionOffer;
import io.toolgateway.policy.Stage;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ToolRegistry;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judges whether a person may say yes in advance to calls like one that was seen. */
final class Granting {

    /** What a person has said no to, and what came to nothing, is no example. */
    private static final Set<Phase> EXAMPLES = EnumSet.of(Phase.PENDING, Phase.APPROVED, Phase.RUNNING, Phase.EXECUTED);

    private final ToolRegistry tools;
    private final Map<String, PermissionOffer> offers;

    Granting(ToolRegistry tools, Map<String, PermissionOffer> offers) {
        this.tools = tools;
        this.offers = offers;
    }

    /** What is not the person's to say. */
    record Made(UUID id, Instant at, @Nullable String note) {}

    GrantResult judge(Proposal proposal, Seen seen, PermissionScope scope, Caller reviewer, Made made) {
        Optional<GrantResult.Refused> refused = whyNot(proposal, reviewer);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (!proposal.argsHash().equals(seen.hash())) {
            return refused("wrong_hash", "This is not what you were shown. Look at it again.");
        }
        PermissionOffer offer = Objects.requireNonNull(offers.get(proposal.tool()), "it is offered");
        if (scope.uses() < 1 || scope.uses() > offer.mostUses()) {
            return refused("too_many", "It can be for 1 to " + offer.mostUses() + " calls.");
        }
        if (scope.lasting().isNegative()
                || scope.lasting().isZero()
                || scope.lasting().compareTo(offer.longest()) > 0) {
            return refused("too_long", "It can last for " + offer.longest().toMinutes() + " minutes at most.");
        }
        Arguments arguments = proposal.arguments().without(ArgumentsHash.IDEMPOTENCY_KEY);
        Optional<String> unfit = unfit(scope, arguments);
        if (unfit.isPresent()) {
            return refused("unfit_bound", unfit.get());
        }
        return new GrantResult.Granted(new StandingPermission(
                made.id(),
                proposal.tenant(),
                proposal.triggeredBy(),
                proposal.tool(),
                proposal.content().tool().version(),
                bounds(scope, arguments),
                scope.uses(),
                made.at(),
                made.at().plus(scope.lasting()),
                reviewer,
                approvers(proposal).orElseThrow(),
                made.note()));
    }

    /** Why a person may not, whatever the scope; empty if they may. */
    Optional<GrantResult.Refused> whyNot(Proposal proposal, Caller reviewer) {
        if (!offers.containsKey(proposal.tool())) {
            return Optional.of(refused("not_offered", "Calls of this tool are approved one by one."));
        }
        Optional<Approvers> approvers = approvers(proposal);
        if (approvers.isEmpty()) {
            return Optional.of(refused(
                    "not_alone",
                    "Such calls need more than one person's approval, or none, or are decided together with others."));
        }
        if (!approvers.get().admit(proposal.tenant(), proposal.triggeredBy(), reviewer)) {
            return Optional.of(refused("not_entitled", "You may not approve such calls."));
        }
        if (!EXAMPLES.contains(proposal.phase())) {
            return Optional.of(refused("ended", "It came to nothing, so nothing like it is permitted in advance."));
        }
        boolean isSame = tools.find(proposal.tool())
                .map(RegisteredTool::version)
                .filter(proposal.content().tool().version()::equals)
                .isPresent();
        return isSame
                ? Optional.empty()
                : Optional.of(refused("tool_changed", "The tool has changed since it was proposed."));
    }

    /** Who may approve it alone, by the rules and not because it was handed on since. */
    private static Optional<Approvers> approvers(Proposal proposal) {
        if (proposal.content().chain() != null
                || !(proposal.content().terms().decision().verdict() instanceof Verdict.RequireApproval needed)) {
            return Optional.empty();
        }
        List<Stage> stages = needed.stages();
        return stages.size() == 1 && stages.get(0).quorum() == 1
                ? Optional.of(stages.get(0).approvers())
                : Optional.empty();
    }

    /** A bound that shuts out what was seen was not meant; so is one on a name that was misspelt. */
    private static Optional<String> unfit(PermissionScope scope, Arguments arguments) {
        return scope.bounds().entrySet().stream()
                .filter(bound -> !bound.getValue().admits(arguments.value(bound.getKey())))
                .findFirst()
                .map(bound -> "What you were shown would not be permitted: '" + bound.getKey() + "'.");
    }

    private static Map<String, Bound> bounds(PermissionScope scope, Arguments arguments) {
        Map<String, Bound> bounds = new TreeMap<>(scope.bounds());
        arguments.asMap().forEach((name, value) -> bounds.computeIfAbsent(name, own -> Granting.same(value)));
        return bounds;
    }

    private static Bound same(@Nullable Object value) {
        return value == null ? new Bound.Nothing() : new Bound.OneOf(List.of(value));
    }

    private static GrantResult.Refused refused(String code, String reason) {
        return new GrantResult.Refused(code, reason);
    }
}
