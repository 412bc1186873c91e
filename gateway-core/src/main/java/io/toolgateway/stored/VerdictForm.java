package io.toolgateway.stored;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Stage;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verdicts, stages and decisions as JSON. */
final class VerdictForm {

    private VerdictForm() {}

    static Map<String, @Nullable Object> of(Verdict verdict) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (verdict instanceof Verdict.RequireApproval approval) {
            json.put("kind", "require_approval");
            json.put("stages", of(approval.stages()));
            json.put("valid_for", approval.validFor().toString());
            if (approval.allowsPartial()) {
                json.put("allows_partial", true);
            }
        } else if (verdict instanceof Verdict.Deny deny) {
            json.put("kind", "deny");
            json.put("reason", StorableJson.storable(deny.reason()));
        } else {
            json.put("kind", "allow");
        }
        return json;
    }

    static Verdict verdict(Members json) {
        return switch (json.text("kind")) {
            case "require_approval" ->
                new Verdict.RequireApproval(
                        stages(json.list("stages")),
                        Duration.parse(json.text("valid_for")),
                        json.flag("allows_partial"));
            case "deny" -> Verdict.deny(json.text("reason"));
            case "allow" -> Verdict.allow();
            default -> throw new StoreException("a stored verdict is damaged", null);
        };
    }

    static List<@Nullable Object> of(List<Stage> stages) {
        List<@Nullable Object> list = new ArrayList<>(stages.size());
        for (Stage stage : stages) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("caller", stage.approvers().caller());
            json.put("roles", List.copyOf(stage.approvers().roles()));
            json.put("quorum", (long) stage.quorum());
            list.add(json);
        }
        return list;
    }

    static List<Stage> stages(List<@Nullable Object> list) {
        return list.stream().map(Members::of).map(VerdictForm::stage).toList();
    }

    private static Stage stage(Members json) {
        Approvers approvers = new Approvers(json.flag("caller"), Set.copyOf(json.texts("roles")));
        return new Stage(approvers, Math.toIntExact(json.number("quorum")));
    }

    static Map<String, @Nullable Object> of(Decision decision) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", of(decision.verdict()));
        json.put("rules", decision.rules());
        json.put("policy", decision.policy());
        json.put("version", decision.version());
        return json;
    }

    static Decision decision(Members json) {
        return new Decision(
                verdict(json.object("verdict")), json.texts("rules"), json.text("policy"), json.text("version"));
    }
}
