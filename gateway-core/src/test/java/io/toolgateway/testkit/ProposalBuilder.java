package io.toolgateway.testkit;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Reservation;
import io.toolgateway.policy.StandingPermission;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.IdempotencyKey;
import io.toolgateway.proposal.Origin;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.proposal.ProposedTool;
import io.toolgateway.proposal.Terms;
import io.toolgateway.store.NewProposal;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Effect;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of a proposal what a test cares about; the rest is valid. Confined to one thread. */
public final class ProposalBuilder {

    private Caller caller = People.ANN;
    private Request request = Request.of("req-1")
            .inConversation("conv-1")
            .keyedBy(SequentialIds.IDS.next().toString());
    private String tool;
    private String toolVersion = "1";
    private Effect effect;
    private int maxAttempts = 4;
    private Arguments arguments = Arguments.NONE;
    private @Nullable String shown;
    private Verdict verdict =
            Verdict.requireApproval(Approvers.byRole("supervisor")).within(Duration.ofHours(4));
    private Duration validFor = Duration.ofHours(4);
    private ProposalId id = new ProposalId(SequentialIds.IDS.next());
    private @Nullable String callId = "call_1";
    private @Nullable String summary = "Refund the broken lamp";
    private @Nullable String rawCall = "{\"id\":\"call_1\"}";
    private @Nullable ChainPosition chain;
    private @Nullable ProposalId revises;
    private @Nullable String editedBy;
    private List<Reservation> reservations = List.of();

    ProposalBuilder(String tool, Effect effect) {
        this.tool = tool;
        this.effect = effect;
    }

    /** On behalf of someone else than Ann. */
    public ProposalBuilder by(Caller caller) {
        this.caller = caller;
        return this;
    }

    /** Of another request than the default, which has a key that nobody else has. */
    public ProposalBuilder in(Request request) {
        this.request = request;
        return this;
    }

    /** Of a request with this key, so that two equal calls are one. */
    public ProposalBuilder keyedBy(String requestKey) {
        return in(request.keyedBy(requestKey));
    }

    /** With this id of the provider, in a request without a key: two calls with the same id are one, or in conflict. */
    public ProposalBuilder calledAs(@Nullable String callId) {
        this.callId = callId;
        return in(Request.of(request.id()).inConversation("conv-1"));
    }

    /** Of another tool. */
    public ProposalBuilder ofTool(String tool) {
        this.tool = tool;
        return this;
    }

    /** By another version of the tool's contract. */
    public ProposalBuilder ofToolVersion(String toolVersion) {
        this.toolVersion = toolVersion;
        return this;
    }

    /** With this effect. */
    public ProposalBuilder having(Effect effect) {
        this.effect = effect;
        return this;
    }

    /** With so many starts at most; 4 unless said. */
    public ProposalBuilder startedAtMost(int maxAttempts) {
        this.maxAttempts = maxAttempts;
        return this;
    }

    /** With these arguments. */
    public ProposalBuilder withArguments(String json) {
        return withArguments(Arguments.parse(json));
    }

    /** With these arguments. */
    public ProposalBuilder withArguments(Arguments arguments) {
        this.arguments = arguments;
        return this;
    }

    /** With arguments that are shown as this, for there are secrets among them. */
    public ProposalBuilder showing(String json) {
        this.shown = json;
        return this;
    }

    /** With these texts around it. */
    public ProposalBuilder described(@Nullable String summary, @Nullable String rawCall) {
        this.summary = summary;
        this.rawCall = rawCall;
        return this;
    }

    /** Parked until one of these approves. */
    public ProposalBuilder parkedFor(Approvers approvers) {
        return parkedFor(Verdict.requireApproval(approvers).within(validFor));
    }

    /** Parked under this requirement, and valid as long as it says. */
    public ProposalBuilder parkedFor(Verdict.RequireApproval requirement) {
        this.verdict = requirement;
        this.validFor = requirement.validFor();
        return this;
    }

    /** Allowed by the policy, and running from the start. */
    public ProposalBuilder allowed() {
        this.verdict = Verdict.allow();
        return this;
    }

    /** Allowed by a yes that was said in advance, a use of which it takes, and running from the start. */
    public ProposalBuilder permittedBy(StandingPermission permission) {
        this.verdict = new Verdict.Allow(permission.id());
        return reserving(permission.use());
    }

    /** Valid for so long. */
    public ProposalBuilder validFor(Duration validFor) {
        this.validFor = validFor;
        return this;
    }

    /** With this id. */
    public ProposalBuilder withId(ProposalId id) {
        this.id = id;
        return this;
    }

    /** In the place of another one. */
    public ProposalBuilder revising(ProposalId revises) {
        this.revises = revises;
        return this;
    }

    /** As this user has edited it. */
    public ProposalBuilder editedBy(Caller editor) {
        this.editedBy = editor.userId();
        return this;
    }

    /** Taking this out of budgets. */
    public ProposalBuilder reserving(Reservation... reservations) {
        this.reservations = List.of(reservations);
        return this;
    }

    /** As a step of a chain. */
    public ProposalBuilder inChain(ChainPosition chain) {
        this.chain = chain;
        return this;
    }

    /** What is proposed. */
    public Content content() {
        String hash = ArgumentsHash.of(tool, toolVersion, caller.tenant(), arguments);
        String key = IdempotencyKey.of(caller, request, callId, tool, hash, SequentialIds.IDS);
        Decision decision = new Decision(verdict, List.of("large refunds"), "support-desk", "2026-11");
        return new Content(
                new Origin(caller, request, callId, summary, rawCall),
                new ProposedTool(tool, toolVersion, effect, effect == Effect.NON_IDEMPOTENT, maxAttempts),
                new ProposedArguments(arguments, shown == null ? arguments.toJson() : shown, hash, key, "etag-1"),
                new Terms(decision, validFor, reservations),
                chain,
                revises,
                null,
                editedBy);
    }

    /** The proposal to be stored: parked, or running for {@code proposer} with a lease of 30 seconds if it is allowed. */
    public NewProposal build() {
        Change.Claim start =
                verdict instanceof Verdict.Allow ? new Change.Claim("proposer", Duration.ofSeconds(30)) : null;
        return new NewProposal(id, SequentialIds.IDS.next(), content(), start);
    }
}
