package io.toolgateway.testkit.faults;

import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** See {@link Mistake#AMBIGUOUS_RETRIED}. */
final class AmbiguousRetried extends ForwardingStore {

    private static final int TWICE = 2;

    AmbiguousRetried(ProposalStore store) {
        super(store);
    }

    @Override
    public Insertion insert(List<NewProposal> proposals, List<SideEffect> effects) {
        return store.insert(proposals.stream().map(AmbiguousRetried::twice).toList(), effects);
    }

    private static NewProposal twice(NewProposal wanted) {
        Content content = wanted.content();
        ProposedTool tool = content.tool();
        ProposedTool twice = new ProposedTool(
                tool.name(), tool.version(), tool.effect(), tool.destructive(), Math.max(TWICE, tool.maxAttempts()));
        Content other = new Content(
                content.origin(),
                twice,
                content.arguments(),
                content.terms(),
                content.chain(),
                content.revises(),
                content.undoes(),
                content.editedBy());
        return new NewProposal(wanted.id(), wanted.transition(), other, wanted.start());
    }

    @Override
    public List<TransitionResult> apply(List<Transition> transitions) {
        return store.apply(transitions.stream().map(AmbiguousRetried::again).toList());
    }

    private static Transition again(Transition wanted) {
        Map<ProposalId, Change> changes = new LinkedHashMap<>();
        wanted.changes().forEach((id, change) -> changes.put(id, again(change)));
        return new Transition(wanted.id(), wanted.tenant(), wanted.actor(), changes, wanted.effects());
    }

    private static Change again(Change change) {
        return change instanceof Change.Fail fail && fail.reason() == ReasonCode.OUTCOME_UNKNOWN && fail.fence() == 1
                ? new Change.Retry(fail.fence(), Duration.ZERO, true, fail.execution())
                : change;
    }
}
