package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.store.NewProposal;
import io.toolgateway.time.TimeSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** New proposals for the store alone: like one that the gateway made, each with ids and a key of its own. */
final class Proposing {

    private final IdSource ids = IdSource.uuidV7(TimeSource.SYSTEM);
    private final List<Content> contents;

    /** Like these, in turns. */
    Proposing(List<Proposal> templates) {
        this.contents = templates.stream().map(Proposal::content).toList();
    }

    NewProposal next(int number) {
        Content like = contents.get(number % contents.size());
        ProposedArguments same = like.arguments();
        ProposedArguments mine = new ProposedArguments(
                same.values(),
                same.shown(),
                same.hash(),
                UUID.randomUUID().toString(),
                same.resourceVersion());
        Content content =
                new Content(like.origin(), like.tool(), mine, like.terms(), like.chain(), like.revises(), like.undoes(), like.editedBy());
        return new NewProposal(new ProposalId(ids.next()), ids.next(), content, null);
    }


    List<NewProposal> next(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(this::next).toList();
    }

    UUID id() {
        return ids.next();
    }
}
