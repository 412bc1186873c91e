package io.toolgateway.examples.supportdesk;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.ToolCall;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A story being told at a fresh desk. Each method is one act: it does the thing through the library's public API, writes it
 * down, and keeps what came of it. Confined to one thread.
 */
final class Scene implements AutoCloseable {

    private final Desk desk;
    private final String requestId;
    private final Transcript transcript = new Transcript();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<ReviewResult> reviews = new ArrayList<>();
    private @Nullable Caller user;
    private @Nullable Request request;
    private int journaled;

    Scene(Desk desk, String requestId) {
        this.desk = desk;
        this.requestId = requestId;
    }

    /** The user asks the assistant; the application makes the request, with a key that a resend would have again. */
    void asks(Caller person, String text) {
        user = person;
        request = Request.of(requestId)
                .inConversation("conv_" + person.userId())
                .keyedBy(requestId)
                .saying(text);
        says(person, text);
    }

    void says(Caller person, String text) {
        transcript.act(People.label(person), '"' + text + '"');
    }

    /** The assistant's own words to the user: what it may say after what it was told. */
    void assistantSays(String text) {
        transcript.act("assistant", '"' + text + '"');
    }

    Outcome modelCalls(String tool, String arguments) {
        return modelCalls(ToolCall.of(tool, arguments));
    }

    Outcome modelCalls(ToolCall call) {
        write(call);
        Outcome outcome = desk.gateway().propose(call, user(), request());
        told(outcome);
        return outcome;
    }

    List<Outcome> modelCallsTogether(ToolCall... calls) {
        for (ToolCall call : calls) {
            write(call);
        }
        List<Outcome> told = desk.gateway().propose(List.of(calls), user(), request());
        told.forEach(this::told);
        return told;
    }

    private void write(ToolCall call) {
        transcript.act("model calls", call.name() + " " + call.arguments());
    }

    private void told(Outcome outcome) {
        writeJournal();
        outcomes.add(outcome);
        String replayed = outcome.call().replayed() ? " (made before)" : "";
        transcript.act("model is told", outcome.status() + replayed + ": " + message(outcome));
    }

    private static String message(Outcome outcome) {
        return outcome instanceof Outcome.Executed executed && executed.result().data() != null
                ? outcome.text()
                : outcome.messageForModel();
    }

    /** What waits for a person, as the review page shows it. */
    List<ReviewItem> lookAtPending(Caller reviewer) {
        List<ReviewItem> items = desk.gateway().approvals().pending(reviewer);
        if (items.isEmpty()) {
            transcript.act(People.label(reviewer), "sees nothing that waits");
        }
        items.forEach(item -> transcript.act(People.label(reviewer), "is shown " + shown(item)));
        return items;
    }

    private static String shown(ReviewItem item) {
        String steps = item.steps().stream().map(Scene::shown).collect(Collectors.joining("; then "));
        return steps + "; for " + item.first().triggeredBy() + ", until "
                + item.validUntil().truncatedTo(ChronoUnit.SECONDS);
    }

    /** In words, not as raw JSON; the model's own words are marked as such. */
    private static String shown(Proposal step) {
        Map<String, @Nullable Object> fields =
                Json.parseObject(step.content().arguments().shown());
        String arguments = fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("idempotency_key"))
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
        String summary = step.content().origin().summary();
        return step.tool() + " with " + arguments
                + (summary == null ? "" : ", in the model's words: \"" + summary + '"');
    }

    /** Approves the one thing that the reviewer is shown, in the reviewer's own session. */
    void approves(Caller reviewer) {
        ReviewItem item = lookAtPending(reviewer).get(0);
        approves(reviewer, item.id(), item.hash());
    }

    void approves(Caller reviewer, ProposalId proposal, String seenHash) {
        decided(reviewer, "approves", desk.gateway().approvals().approve(proposal, seenHash, reviewer));
    }

    void rejects(Caller reviewer, String note) {
        ReviewItem item = lookAtPending(reviewer).get(0);
        decided(reviewer, "rejects", desk.gateway().approvals().reject(item.id(), item.hash(), reviewer, note));
    }

    private void decided(Caller reviewer, String what, ReviewResult result) {
        reviews.add(result);
        transcript.act(People.label(reviewer), what + " -> " + words(result));
    }

    private static String words(ReviewResult result) {
        if (result instanceof ReviewResult.Refused refused) {
            return "refused: " + refused.reason();
        } else if (result instanceof ReviewResult.NotFound) {
            return "there is no such proposal";
        } else if (result instanceof ReviewResult.AlreadyDecided) {
            return "it has been decided already";
        }
        return "accepted";
    }

    /** The workers do all that is ready; then the model is told how what had waited ended. */
    void workersRun() {
        int count = desk.gateway().executor().runOnce();
        transcript.act("workers", count == 0 ? "find nothing to run" : "take " + count);
        writeJournal();
        outcomes.stream()
                .filter(Outcome.Pending.class::isInstance)
                .map(Outcome::proposalId)
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(id -> desk.gateway().outcome(id, user()).stream())
                .toList()
                .forEach(this::told);
    }

    void timePasses(Duration time) {
        desk.clock().advance(time);
        transcript.act("time", time.toHours() + " hours pass");
    }

    void meanwhile(String what, Runnable change) {
        change.run();
        transcript.act("meanwhile", what);
        writeJournal();
    }

    private void writeJournal() {
        List<String> journal = desk.shop().journal();
        journal.subList(journaled, journal.size()).forEach(line -> transcript.act("back end", line));
        journaled = journal.size();
    }

    /** The last lines of a story: what is on record of the request, and why it has no result where it has none. */
    void showRecord() {
        String events = record().stream()
                .map(event -> event.type().text()
                        + (event.problem() == null ? "" : " (" + event.problem().code() + ")"))
                .collect(Collectors.joining(", "));
        transcript.act("on record", events.isEmpty() ? "nothing" : events);
    }

    Desk desk() {
        return desk;
    }

    Transcript transcript() {
        return transcript;
    }

    /** {@return every outcome that the model was told, in order} */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** {@return what became of every decision, in order} */
    List<ReviewResult> reviews() {
        return List.copyOf(reviews);
    }

    /** {@return everything on record for the request that was asked last} */
    List<AuditEvent> record() {
        return desk.gateway().timeline(request().id(), user());
    }

    private Caller user() {
        return Objects.requireNonNull(user, "somebody asks first");
    }

    private Request request() {
        return Objects.requireNonNull(request, "somebody asks first");
    }

    @Override
    public void close() {
        desk.close();
    }
}
