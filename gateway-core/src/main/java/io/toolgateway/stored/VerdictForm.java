package io.toolgateway.stored;

import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Decision;
import io.toolgateway.policy.Escalation;
import io.toolgateway.policy.Stage;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
            UUID permission = ((Verdict.Allow) verdict).permission();
            if (permission != null) {
                json.put("permission", permission.toString());
            }
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
            case "allow" -> new Verdict.Allow(json.textOrNull("permission") == null ? null : json.uuid("permission"));
            default -> throw new StoreException("a stored verdict is damaged", null);
        };
    }

    static List<@Nullable Object> of(List<Stage> stages) {
        List<@Nullable Object> list = new ArrayList<>(stages.size());
        for (Stage stage : stages) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            put(json, stage.approvers());
            json.put("quorum", (long) stage.quorum());
            if (!stage.escalations().isEmpty()) {
                json.put("escalations", escalations(stage));
            }
            list.add(json);
        }
        return list;
    }

    static void put(Map<String, @Nullable Object> json, Approvers approvers) {
        json.put("caller", approvers.caller());
        json.put("roles", List.copyOf(approvers.roles()));
        if (!approvers.users().isEmpty()) {
            json.put("users", List.copyOf(approvers.users()));
        }
    }

    private static List<@Nullable Object> escalations(Stage stage) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Escalation escalation : stage.escalations()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            put(json, escalation.to());
            json.put("after", escalation.after().toString());
            list.add(json);
        }
        return list;
    }

    static List<Stage> stages(List<@Nullable Object> list) {
        return list.stream().map(Members::of).map(VerdictForm::stage).toList();
    }

    private static Stage stage(Members json) {
        List<Escalation> escalations = json.json("escalations") == null
                ? List.of()
                : json.list("escalations").stream()
                        .map(Members::of)
                        .map(VerdictForm::escalation)
                        .toList();
        return new Stage(approvers(json), Math.toIntExact(json.number("quorum")), escalations);
    }

    private static Escalation escalation(Members json) {
        return new Escalation(approvers(json), Duration.parse(json.text("after")));
    }

    static Approvers approvers(Members json) {
        Set<String> users = json.json("users") == null ? Set.of() : Set.copyOf(json.texts("users"));
        return new Approvers(json.flag("caller"), Set.copyOf(json.texts("roles")), users);
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
