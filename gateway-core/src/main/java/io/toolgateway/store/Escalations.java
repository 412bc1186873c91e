package io.toolgateway.store;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.policy.Escalation;
import io.toolgateway.policy.Stage;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages that remind workers of escalations: sent with what is parked, by every store, and due when the time of the
 * escalation has come by the store's clock.
 *
 * <p>Threads: all methods are pure.
 *
 * @since 0.1
 */
public final class Escalations {

    /** The kind of the topics; a topic's name is the proposal's id. */
    public static final String KIND = "escalation";

    /** The form of the body. */
    private static final String VERSION = "1";

    private Escalations() {}

    /**
     * An escalation whose time has come.
     *
     * @param proposal the proposal, or the first step of a chain, of the tenant of the message's topic
     * @param stage the stage, 0 for the first
     * @param number which of the stage's escalations, 0 for the first
     */
    public record Due(ProposalId proposal, int stage, int number) {

        /**
         * Who may approve in the stage as well now.
         *
         * @param stages the stages as they stand
         * @return the stages with them; empty if they may already, or the message is of another requirement
         */
        public Optional<List<Stage>> widened(List<Stage> stages) {
            if (stage >= stages.size()
                    || number >= stages.get(stage).escalations().size()) {
                return Optional.empty();
            }
            Stage narrow = stages.get(stage);
            Escalation escalation = narrow.escalations().get(number);
            if (narrow.approvers().admitAll(escalation.to())) {
                return Optional.empty();
            }
            List<Stage> wider = new ArrayList<>(stages);
            wider.set(stage, narrow.admitting(escalation.to()));
            return Optional.of(wider);
        }
    }

    /**
     * What a message is about.
     *
     * @param message a message of this kind
     * @return the escalation; empty if the message is damaged
     */
    public static Optional<Due> of(Outbox.Message message) {
        if (Json.parse(message.body(), JsonLimits.DEFAULT) instanceof Parsed.Value parsed
                && parsed.value() instanceof Map<?, ?> members
                && VERSION.equals(members.get("v"))
                && members.get("proposal") instanceof String id
                && members.get("stage") instanceof Number stage
                && members.get("escalation") instanceof Number number
                && stage.intValue() >= 0
                && number.intValue() >= 0) {
            try {
                return Optional.of(new Due(ProposalId.of(id), stage.intValue(), number.intValue()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The reminders of what is parked; of a chain, which is opened as a whole, with its first step. */
    static List<SideEffect.Send> remindersOf(Proposal parked) {
        ChainPosition chain = parked.content().chain();
        if (parked.status() != ProposalStatus.PENDING || (chain != null && chain.index() > 0)) {
            return List.of();
        }
        List<SideEffect.Send> reminders = new ArrayList<>();
        List<Stage> stages = parked.state().review().stages();
        for (int stage = 0; stage < stages.size(); stage++) {
            List<Escalation> escalations = stages.get(stage).escalations();
            for (int number = 0; number < escalations.size(); number++) {
                reminders.add(reminder(
                        parked,
                        stage,
                        number,
                        parked.createdAt().plus(escalations.get(number).after())));
            }
        }
        return reminders;
    }

    private static SideEffect.Send reminder(Proposal parked, int stage, int number, Instant due) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("v", VERSION);
        body.put("proposal", parked.id().toString());
        body.put("stage", (long) stage);
        body.put("escalation", (long) number);
        Topic topic = new Topic(KIND, parked.tenant(), parked.id().toString());
        return new SideEffect.Send(
                MessageIds.of("tge1", parked.id().toString(), Integer.toString(stage), Integer.toString(number)),
                topic,
                Json.write(body),
                due);
    }
}
