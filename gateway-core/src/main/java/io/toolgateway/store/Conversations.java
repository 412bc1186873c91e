package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Move;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation is sent about its proposals: that one has come to an end after the model was told that it waits. A
 * message has ids only; what the proposal came to is read from the record when the message is delivered.
 *
 * <p>{@link UnitOfWork} sends by itself what nobody is there to hear, in the transaction of the move. What {@code propose} is
 * about to answer is not sent; whoever runs a call on after {@code propose} has answered adds {@link #told} to the transition.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Conversations {

    /** The kind of the topics; a topic's name is the host's id of the conversation. */
    public static final String KIND = "conversation";

    /** The form of the body. */
    private static final String VERSION = "1";

    /** A provider's id is much shorter; the record has it whole. */
    private static final int LONGEST_CALL_ID = 200;

    private Conversations() {}

    /**
     * The message that a proposal's next move is its last one. To be added to the transition that makes it; where the store sends
     * the same by itself, it is sent once.
     *
     * @param before the proposal as it stands before that move
     * @return the message; empty if the proposal belongs to no conversation
     */
    public static Optional<SideEffect.Send> told(Proposal before) {
        return message(before, before.version() + 1);
    }

    /**
     * The topic of a conversation.
     *
     * @param tenant whose
     * @param conversationId the host's id
     * @return the topic
     */
    public static Topic topic(TenantId tenant, String conversationId) {
        return new Topic(KIND, tenant, conversationId);
    }

    /**
     * Which proposal a message is about.
     *
     * @param message a message of this kind
     * @return its id, of the tenant of the message's topic; empty if the message is damaged
     */
    public static Optional<ProposalId> proposalOf(Outbox.Message message) {
        if (Json.parse(message.body(), JsonLimits.DEFAULT) instanceof Parsed.Value parsed
                && parsed.value() instanceof Map<?, ?> members
                && VERSION.equals(members.get("v"))
                && members.get("proposal") instanceof String id) {
            try {
                return Optional.of(ProposalId.of(id));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** What a move has to tell: that the proposal has ended, or that its unknown end was settled, where nobody hears it at once. */
    static Optional<SideEffect.Send> late(Proposal before, Step.Made made) {
        Proposal after = made.after();
        boolean isNews = made.move() == Move.RESOLVE
                || after.status().isFinal() && !before.status().isFinal();
        // What an undo has come to is told of the call that it undoes.
        boolean isTold = after.content().undoes() == null;
        return isNews && isTold && !isAnswer(before, made.move()) ? message(after, after.version()) : Optional.empty();
    }

    /** The end of the first start of what a policy allowed: whoever proposed it waits for that. */
    static boolean isAnswer(Proposal before, Move move) {
        return before.content().terms().decision().verdict() instanceof Verdict.Allow
                && before.phase() == Phase.RUNNING
                && before.state().progress().fence() == 1
                && (move == Move.EXECUTE || move == Move.FAIL);
    }

    private static Optional<SideEffect.Send> message(Proposal proposal, long version) {
        Origin origin = proposal.content().origin();
        String conversation = origin.request().conversationId();
        if (conversation == null) {
            return Optional.empty();
        }
        String callId = origin.callId();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("v", VERSION);
        body.put("tenant", proposal.tenant().value());
        body.put("user", proposal.triggeredBy());
        body.put("conversation", conversation);
        body.put("proposal", proposal.id().toString());
        body.put("call", callId == null || callId.length() > LONGEST_CALL_ID ? null : callId);
        // Due at once: a store takes its own clock for what lies in the past.
        return Optional.of(new SideEffect.Send(
                MessageIds.of("tgm1", proposal.id().toString(), Long.toString(version)),
                topic(proposal.tenant(), conversation),
                Json.write(body),
                Instant.EPOCH));
    }
}
