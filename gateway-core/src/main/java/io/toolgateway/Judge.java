package io.toolgateway;

import io.toolgateway.audit.ErrorKind;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Guardrail;
import io.toolgateway.policy.History;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.PolicyRequest;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Tool;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks policy and guardrails for their verdict, and makes it one that can be carried out. */
final class Judge {

    private static final String EDITED = "edited while it waited";

    private static final History NOTHING_TAKEN = History.of(Map.of());

    private final Policy policy;
    private final Map<String, Guardrail> guardrails;
    private final ProposalStore store;
    private final Permits permits;

    Judge(GatewayBuilder settings, Policy policy, ProposalStore store, Permits permits) {
        this.permits = permits;
        this.policy = policy;
        this.guardrails = new LinkedHashMap<>(settings.guardrails);
        this.store = store;
    }

    /** Guardrails and policy see the same request and the strictest word holds, so that their order cannot matter. */
    Assessment.@Nullable Refused judge(Draft draft) {
        Tool tool = draft.tool().tool();
        PolicyRequest request = new PolicyRequest(tool, draft.call(), draft.now(), history(draft));
        Decision byRules = policy.decide(request);
        Decision decision = byRules;
        for (Map.Entry<String, Guardrail> guardrail : guardrails.entrySet()) {
            decision =
                    decision.raisedBy(guardrail.getKey(), guardrail.getValue().inspect(request));
        }
        Proposal edited = draft.edits();
        if (edited != null && decision.verdict() instanceof Verdict.Allow) {
            // Whoever edits what people have to decide decides nothing by it.
            decision = decision.raisedBy(
                    EDITED, edited.content().terms().decision().verdict());
        }
        draft.decided(decision);
        if (decision.verdict() instanceof Verdict.Deny deny) {
            return draft.denied(ErrorKind.AUTHORIZATION, "denied_by_policy", deny.reason());
        }
        if (!(decision.verdict() instanceof Verdict.RequireApproval approval)) {
            return null;
        }
        Assessment.Refused nobody = named(draft, approval);
        if (nobody == null && decision.equals(byRules)) {
            // A guardrail that asks is asked each time.
            permits.find(draft, (Verdict.RequireApproval) draft.decision().verdict())
                    .ifPresent(draft::permitted);
        }
        return nobody;
    }

    /** A requirement that names nobody means the approvers of the tool's own contract. */
    private static Assessment.@Nullable Refused named(Draft draft, Verdict.RequireApproval approval) {
        if (approval.stages().stream().noneMatch(stage -> stage.approvers().isNobody())) {
            return null;
        }
        Approvers own = new Approvers(false, draft.tool().tool().approvableBy());
        if (own.isNobody()) {
            return draft.denied(
                    ErrorKind.AUTHORIZATION, "no_approver", "it needs approval, and nobody may approve it.");
        }
        Decision decision = draft.decision();
        draft.decided(new Decision(approval.naming(own), decision.rules(), decision.policy(), decision.version()));
        return null;
    }

    private History history(Draft draft) {
        Set<Duration> windows = policy.historyWindows();
        if (windows.isEmpty()) {
            return NOTHING_TAKEN;
        }
        Map<Duration, Long> counts = new HashMap<>();
        for (Duration window : windows) {
            ProposalQuery query = ProposalQuery.of(draft.caller.tenant())
                    .triggeredBy(draft.caller.userId())
                    .ofTool(draft.sent.name())
                    .ofCalls()
                    .createdFrom(draft.now().minus(window));
            counts.put(window, store.count(query));
        }
        return History.of(counts);
    }
}
