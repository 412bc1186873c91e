package io.toolgateway.review;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.permission.Permissions;
import io.toolgateway.policy.PermissionOffer;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of a proposal, or of a chain that is decided as a unit: everything said by code out of what is stored, and what
 * the model said apart from it and labelled as the model's.
 *
 * <p>As data for any front end by {@link #toJson}, as text for mail or chat by {@link #toText}. Every text in it is one line, and
 * what is hidden in it was made visible; none is escaped for a context: see {@link Encode}.
 *
 * <p>Threads: immutable.
 *
 * @param id the id to decide it by
 * @param hash what an approval is bound to: give it to {@code approvals().approve(...)}
 * @param request who asked for it, and where
 * @param waiting where it stands, and who has to decide until when
 * @param parkedBy what made it wait
 * @param ifAStepFails what becomes of the rest then, in words; empty if there is one step
 * @param references which arguments are what an earlier step returns, in words; a sentence for each
 * @param steps the calls, in their order
 * @since 0.1
 */
public record ReviewCard(
        ProposalId id,
        String hash,
        Asked request,
        Waiting waiting,
        ParkedBy parkedBy,
        String ifAStepFails,
        List<String> references,
        List<ReviewStep> steps) {

    /** Copies the lists. */
    public ReviewCard {
        references = List.copyOf(references);
        steps = List.copyOf(steps);
    }

    /**
     * Who asked, and where.
     *
     * @param user the user who asked, in the host's words
     * @param through the service account or token that was used, or null
     * @param conversation the conversation, or null
     * @param requestId the request that it belongs to
     * @param at when it was proposed
     * @param words what the user wrote, if the host gave it, else null
     * @param untrustedContent whether text of strangers was in the conversation
     * @param editedBy the reviewer who changed the model's call into this one, or null if it is as proposed
     */
    public record Asked(
            String user,
            @Nullable String through,
            @Nullable String conversation,
            String requestId,
            Instant at,
            @Nullable ShownText words,
            boolean untrustedContent,
            @Nullable String editedBy) {}

    /**
     * What the person who asked for a card may do now.
     *
     * @param approve say yes
     * @param reject say no
     * @param edit propose it anew with other arguments
     * @param withdraw take it back
     * @param isOwn whether it is what this person asked for: then a yes is a confirmation
     * @param permit how far this person may say yes in advance to calls like it, or null if not at all
     */
    public record May(
            boolean approve,
            boolean reject,
            boolean edit,
            boolean withdraw,
            boolean isOwn,
            @Nullable PermissionOffer permit) {

        static final May NOTHING = new May(false, false, false, false, false, null);

        static May of(ReviewItem item, Caller viewer, Permissions permissions) {
            return new May(
                    item.mayBeApprovedBy(viewer),
                    item.mayBeRejectedBy(viewer),
                    item.mayBeEditedBy(viewer),
                    item.mayBeWithdrawnBy(viewer),
                    item.isOf(viewer),
                    permissions.offeredTo(item.first(), viewer).orElse(null));
        }
    }

    /**
     * Where it stands.
     *
     * @param phase the phase of the first step
     * @param status the same in words
     * @param awaited whose decision is awaited from now on, one line for each stage; confirmation by the user who asked and approval
     *     by a role are told apart
     * @param votes who has said yes so far
     * @param validUntil when its time runs out
     * @param left how long that is from now; zero if it has run out
     * @param note what the person wrote who decided it or, while it waits, handed it on; or null
     * @param may what the person who asked for this card may do now
     */
    public record Waiting(
            Phase phase,
            String status,
            List<String> awaited,
            List<Yes> votes,
            Instant validUntil,
            Duration left,
            @Nullable ShownText note,
            May may) {

        /** Copies the lists. */
        public Waiting {
            awaited = List.copyOf(awaited);
            votes = List.copyOf(votes);
        }
    }

    /**
     * A person's yes.
     *
     * @param reviewer the person's user id
     * @param stage the stage it counts for, from 1
     * @param at when it was
     * @param note what the person wrote, or null
     */
    public record Yes(
            String reviewer,
            int stage,
            Instant at,
            @Nullable ShownText note) {}

    /**
     * What made it wait.
     *
     * @param rules the names of the rules, and guardrails
     * @param policy the policy's name
     * @param version the policy's version
     */
    public record ParkedBy(List<String> rules, String policy, String version) {

        /** Copies the list. */
        public ParkedBy {
            rules = List.copyOf(rules);
        }
    }

    /** {@return true if several calls are decided as a unit} */
    public boolean isChain() {
        return steps.size() > 1;
    }

    /**
     * The card as JSON, for any front end. The names stay; more may come.
     *
     * <p>Shape: an object with {@code id}, {@code hash}, {@code status} (pending, approved, running, rejected, executed, expired,
     * failed), {@code status_text}, {@code may} ({@code approve},
     * {@code reject}, {@code edit}, {@code withdraw}, {@code own}), {@code awaited} (texts), {@code votes} ({@code reviewer}, {@code stage},
     * {@code at}, {@code note}), {@code note}, {@code valid_until}, {@code seconds_left}, {@code time_left}; {@code asked} ({@code user}, {@code through},
     * {@code conversation}, {@code request_id}, {@code at}, {@code words}, {@code untrusted_content}, {@code edited_by}); {@code parked_by}
     * ({@code rules}, {@code policy}, {@code version}); {@code if_a_step_fails}, {@code references}; and {@code steps}: {@code id},
     * {@code number}, {@code tool} ({@code name}, {@code description}, {@code writes}, {@code destructive}, {@code as_proposed}),
     * {@code arguments} and {@code facts}, {@code budgets} ({@code name}, {@code amount}, {@code limit}, {@code until}),
     * {@code summary}, {@code preview} ({@code rows} with {@code label}, {@code before}, {@code after}; or {@code unavailable}),
     * {@code outcome}. What is null is left out.
     *
     * <p>An argument or fact has {@code pointer}, {@code label}, {@code name}, {@code kind}, {@code value}, {@code exact},
     * {@code origin} ({@code kind}, {@code step}, {@code text}), {@code flags}, {@code length} and {@code sha256}, see
     * {@link ReviewField}. A text that others wrote is an object with {@code text}, {@code flags}, {@code length}, {@code sha256}, see
     * {@link ShownText}; a summary has besides {@code written_by}, which is {@code model}, and {@code warnings} ({@code kind},
     * {@code token}, {@code start}, {@code end}, {@code text}), see {@link SummaryWarning}.
     *
     * <p>Times are instants in UTC. <strong>No text is escaped for HTML</strong>: a page puts it into text nodes or encodes it, and a
     * page that carries this JSON within a script has to escape {@code <} itself.
     *
     * @return JSON text of one line
     */
    public String toJson() {
        return CardJson.of(this);
    }

    /**
     * The card as plain text, for mail or chat, in English; moments beside the values are in UTC.
     *
     * <p>What stands in the brackets {@code ⟦} and {@code ⟧} was written by code, and so was every line's beginning: no text of others
     * can begin one. For Slack put it through {@link Encode#forSlackBlock}; mail in {@code text/plain} takes it as it is.
     *
     * @return lines, each ended by a line feed
     */
    public String toText() {
        return CardText.of(this);
    }

    /** Names only: arguments may be private. */
    @Override
    public String toString() {
        return "ReviewCard[" + id + " " + steps + "]";
    }
}
