package io.toolgateway.conversation;

import io.toolgateway.caller.TenantId;
import io.toolgateway.outcome.Outcomes;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.Conversations;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.Outbox.Message;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.TakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has come of calls whose model was told that they wait: executed, rejected, expired, failed, not known, or settled by a
 * person. Of calls whose request named a conversation.
 *
 * <p>At least once: a result is given to whoever takes it, is held for as long as was asked, and comes again unless it was
 * acknowledged by then. So append it to the stored conversation first and acknowledge it afterwards; do both in time; and where a
 * conversation must not read the same twice, keep {@link LateResult#id()} with what was appended and pass over an id that is there.
 * A process that dies in between loses nothing. What nobody acknowledges within {@link Outbox#KEPT_FOR} is dropped;
 * {@code Gateway.outcome} and the tool {@code get_action_status} still know it.
 *
 * <p>An outcome is read from the record when it is taken: what was not known and has been settled since is told as settled, once.
 *
 * <p>The host decides who may see a conversation; results of all tenants are taken together unless one conversation is named.
 *
 * <p>Threads: safe for concurrent use; several hosts may drain at the same time.
 *
 * @since 0.1
 */
public final class LateResults {

    private static final Logger LOG = LoggerFactory.getLogger(LateResults.class);

    /** Pages of nothing but damage that one call looks through. */
    private static final int PAGES = 10;

    private final ProposalStore store;

    /**
     * Creates the late results of a store. Made by the gateway.
     *
     * @param store where proposals are kept
     */
    public LateResults(ProposalStore store) {
        this.store = store;
    }

    /**
     * Takes results that are due, of all conversations of all tenants, and holds them.
     *
     * @param atMost how many, 1 to 1,000
     * @param holdFor how long nobody else gets them; a day at most
     * @return the results, of one tenant in the order in which they came; empty if none is due
     * @throws StoreException if the store cannot be reached; what was taken comes again
     */
    public List<LateResult> take(int atMost, Duration holdFor) {
        return take(TakeRequest.of(Conversations.KIND, atMost, holdFor));
    }

    /**
     * Takes results that are due of one conversation and holds them.
     *
     * @param tenant whose conversation
     * @param conversationId the host's id of it
     * @param atMost how many, 1 to 1,000
     * @param holdFor how long nobody else gets them; a day at most
     * @return the results in the order in which they came; empty if none is due
     * @throws StoreException if the store cannot be reached; what was taken comes again
     */
    public List<LateResult> take(TenantId tenant, String conversationId, int atMost, Duration holdFor) {
        return take(TakeRequest.of(Conversations.topic(tenant, conversationId), atMost, holdFor));
    }

    /**
     * Says that results were delivered: they do not come again.
     *
     * <p>Repeat: does nothing.
     *
     * @param delivered the results
     */
    public void acknowledge(Collection<LateResult> delivered) {
        Map<TenantId, List<UUID>> ids = new LinkedHashMap<>();
        delivered.forEach(result ->
                ids.computeIfAbsent(result.tenant(), none -> new ArrayList<>()).add(result.id()));
        ids.forEach(store.outbox()::acknowledge);
    }

    private List<LateResult> take(TakeRequest request) {
        List<LateResult> results = List.of();
        for (int page = 0; page < PAGES && results.isEmpty(); page++) {
            List<Message> messages = store.outbox().take(request);
            if (messages.isEmpty()) {
                break;
            }
            results = results(messages);
        }
        return results;
    }

    /** What cannot be told keeps nothing else back: without a proposal it is dropped, and what cannot be read comes again. */
    private List<LateResult> results(List<Message> messages) {
        Map<ProposalId, LateResult> results = new LinkedHashMap<>();
        StoreException failed = null;
        for (Message message : messages) {
            try {
                Optional<LateResult> result = result(message);
                if (result.isEmpty()) {
                    LOG.warn("the {} is damaged, or its proposal is gone: it is dropped", message);
                    drop(message.topic().tenant(), message.id());
                } else {
                    LateResult earlier = results.put(result.get().proposal(), result.get());
                    if (earlier != null) {
                        // Both tell what the record has now.
                        drop(earlier.tenant(), earlier.id());
                    }
                }
            } catch (StoreException e) {
                LOG.warn("the {} cannot be told now: {}", message, e.getMessage());
                failed = e;
            }
        }
        if (results.isEmpty() && failed != null) {
            throw failed;
        }
        return List.copyOf(results.values());
    }

    private void drop(TenantId tenant, UUID id) {
        store.outbox().acknowledge(tenant, List.of(id));
    }

    private Optional<LateResult> result(Message message) {
        return Conversations.proposalOf(message)
                .flatMap(id -> store.find(message.topic().tenant(), id))
                .flatMap(proposal -> result(message, proposal));
    }

    private static Optional<LateResult> result(Message message, Proposal proposal) {
        String conversation = message.topic().name();
        boolean isOwn =
                conversation.equals(proposal.content().origin().request().conversationId());
        return isOwn
                ? Optional.of(new LateResult(
                        message.id(),
                        proposal.tenant(),
                        proposal.triggeredBy(),
                        conversation,
                        proposal.id(),
                        Outcomes.of(proposal),
                        message.attempts()))
                : Optional.empty();
    }
}
