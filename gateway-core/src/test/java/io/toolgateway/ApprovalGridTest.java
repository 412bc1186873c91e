package io.toolgateway;

import static io.toolgateway.policy.Approvers.byCaller;
import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.Approvals;
import io.toolgateway.approval.EditResult;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.approval.Seen;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Condition;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Role, tenant, tool, self, stage, quorum and delegation in all their combinations: each person tries each act after each history,
 * and what the real classes answer is what a slow and obvious model answers.
 */
@Tag("A2")
@Tag("I5")
class ApprovalGridTest {

    private static final int AT_LEAST = 1_000;

    private static final Caller ASKER = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller SAM = Caller.of("acme", "sam").withRoles("supervisor");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");
    private static final Caller ADA = Caller.of("acme", "ada").withRoles("admin");
    private static final Caller TOM = Caller.of("acme", "tom").withRoles("clerk");

    /** Whoever tries: each with these roles, in this tenant and in another, as whoever asked and as another. */
    private static final List<Set<String>> ROLES =
            List.of(Set.of(), Set.of("clerk"), Set.of("supervisor"), Set.of("admin"), Set.of("supervisor", "admin"));

    private static final List<String> TENANTS = List.of("acme", "globex");

    private static final List<String> NAMES = List.of("ann", "sam", "tom", "zoe");

    private static final List<String> TOOLS = List.of("mail", "refund");

    /** What was asked for of each requirement, once for the gateway and once for the model. */
    private record Requirement(Verdict.RequireApproval verdict, List<ModelStage> stages) {}

    private static final List<Requirement> REQUIREMENTS = List.of(
            new Requirement(requireApproval(byRole("supervisor")), List.of(stage(false, 1, "supervisor"))),
            new Requirement(requireApproval(byCaller()), List.of(stage(true, 1))),
            new Requirement(requireApproval(byCaller().or(byRole("admin"))), List.of(stage(true, 1, "admin"))),
            new Requirement(
                    requireApproval(byRole("supervisor", "admin")).from(2),
                    List.of(stage(false, 2, "supervisor", "admin"))),
            new Requirement(
                    requireApproval(byRole("supervisor")).then(byRole("admin")),
                    List.of(stage(false, 1, "supervisor"), stage(false, 1, "admin"))),
            new Requirement(
                    requireApproval(byCaller()).then(byRole("supervisor")).from(2),
                    List.of(stage(true, 1), stage(false, 2, "supervisor"))),
            new Requirement(
                    requireApproval(byRole("supervisor")).then(byCaller().or(byRole("admin"))),
                    List.of(stage(false, 1, "supervisor"), stage(true, 1, "admin"))));

    private enum Act {
        APPROVE,
        APPROVE_UNSEEN,
        REJECT,
        WITHDRAW,
        HAND_TO_ZOE,
        HAND_TO_WHOEVER_ASKED,
        EDIT
    }

    /** What was done before, by whom. */
    private record Did(Caller who, Act act) {}

    private static final List<List<Did>> HISTORIES = List.of(
            List.of(),
            List.of(new Did(SAM, Act.APPROVE)),
            List.of(new Did(ASKER, Act.APPROVE)),
            List.of(new Did(SAM, Act.APPROVE), new Did(SUE, Act.APPROVE)),
            List.of(new Did(SAM, Act.APPROVE), new Did(ADA, Act.APPROVE)),
            List.of(new Did(ASKER, Act.APPROVE), new Did(SAM, Act.APPROVE)),
            List.of(new Did(SAM, Act.HAND_TO_ZOE)),
            List.of(new Did(ADA, Act.HAND_TO_ZOE)),
            List.of(new Did(SAM, Act.APPROVE), new Did(ADA, Act.HAND_TO_ZOE)),
            List.of(new Did(ASKER, Act.HAND_TO_ZOE), new Did(TOM, Act.HAND_TO_ZOE)),
            List.of(new Did(SUE, Act.REJECT)),
            List.of(new Did(ASKER, Act.WITHDRAW)));

    @Test
    void eachAnswerIsThatOfTheModel() {
        int cases = 0;
        List<String> differences = new ArrayList<>();
        for (int requirement = 0; requirement < REQUIREMENTS.size(); requirement++) {
            Requirement ofMail = REQUIREMENTS.get(requirement);
            Requirement ofRefund = REQUIREMENTS.get((requirement + 3) % REQUIREMENTS.size());
            for (String tool : TOOLS) {
                Requirement mine = tool.equals("mail") ? ofMail : ofRefund;
                try (Gateway gateway = gateway(ofMail.verdict(), ofRefund.verdict())) {
                    for (List<Did> history : HISTORIES) {
                        for (Caller person : people()) {
                            for (Act act : Act.values()) {
                                cases++;
                                differs(gateway, tool, mine, history, new Did(person, act), differences);
                            }
                        }
                    }
                }
            }
        }
        System.out.println("Approvals against the model: " + cases + " cases, " + differences.size() + " differences");
        assertThat(differences).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(AT_LEAST);
    }

    private static List<Caller> people() {
        List<Caller> people = new ArrayList<>();
        for (String tenant : TENANTS) {
            for (String name : NAMES) {
                ROLES.forEach(roles -> people.add(Caller.of(tenant, name).withRoles(roles)));
            }
        }
        return people;
    }

    private static Gateway gateway(Verdict ofMail, Verdict ofRefund) {
        return Gateway.builder()
                .tools(ToolRegistry.of(
                        named("mail").handledBy(call -> ToolResult.success()),
                        named("refund").handledBy(call -> ToolResult.success())))
                .policy(Policy.named("grid", "1")
                        .rule("mail", Condition.tool("mail"), ofMail)
                        .otherwise(ofRefund))
                .withoutLogging()
                .build();
    }

    private static ToolBuilder named(String name) {
        return Tool.named(name).arguments("{\"type\":\"object\"}").callableByAnyone();
    }

    private static void differs(
            Gateway gateway, String tool, Requirement mine, List<Did> history, Did last, List<String> differences) {
        Seen seen = parked(gateway, tool);
        Model model = new Model(mine.stages());
        List<Did> all = new ArrayList<>(history);
        all.add(last);
        for (Did did : all) {
            String expected = model.answer(did);
            String real = answer(gateway.approvals(), seen, did);
            if (!real.equals(expected)) {
                differences.add(tool + " " + mine.verdict().stages() + " after " + history + " " + did + ": " + real
                        + ", but the model says " + expected);
                return;
            }
        }
        boolean seesIt = gateway.approvals().find(seen.id(), last.who()).isPresent();
        boolean mayNow = gateway.approvals()
                .find(seen.id(), last.who())
                .filter(item -> item.mayBeApprovedBy(last.who()))
                .isPresent();
        if (seesIt != model.isVisible(last.who()) || mayNow != model.mayApproveNow(last.who())) {
            differences.add(tool + " " + mine.verdict().stages() + " after " + all + ": is seen " + seesIt
                    + ", may be approved " + mayNow);
        }
    }

    private static Seen parked(Gateway gateway, String tool) {
        var id = Objects.requireNonNull(
                gateway.propose(ToolCall.of(tool, "{}"), ASKER).proposalId());
        return gateway.approvals().find(id, ASKER).map(ReviewItem::seen).orElseThrow();
    }

    private static String answer(Approvals approvals, Seen seen, Did did) {
        Caller who = did.who();
        return switch (did.act()) {
            case APPROVE -> words(approvals.approve(seen.id(), seen.hash(), who));
            case APPROVE_UNSEEN -> words(approvals.approve(seen.id(), "0".repeat(64), who));
            case REJECT -> words(approvals.reject(seen.id(), seen.hash(), who, null));
            case WITHDRAW -> words(approvals.withdraw(seen.id(), seen.hash(), who, null));
            case HAND_TO_ZOE -> words(approvals.delegate(seen, "zoe", who, null));
            case HAND_TO_WHOEVER_ASKED -> words(approvals.delegate(seen, ASKER.userId(), who, null));
            case EDIT -> {
                EditResult result = approvals.edit(seen, "{\"edited\":true}", who, null);
                yield result instanceof EditResult.NotMade notMade
                        ? words(notMade.why())
                        : result.getClass().getSimpleName();
            }
        };
    }

    private static String words(ReviewResult result) {
        return result instanceof ReviewResult.Refused refused
                ? refused.refusal().name()
                : result.getClass().getSimpleName();
    }

    // The model

    private record ModelStage(boolean caller, int quorum, Set<String> roles) {}

    private static ModelStage stage(boolean caller, int quorum, String... roles) {
        return new ModelStage(caller, quorum, Set.of(roles));
    }

    /** One proposal of Ann's, by the rules as they are written down: no cleverness. */
    private static final class Model {

        private final List<ModelStage> stages;
        private final List<Set<String>> votes = new ArrayList<>();
        private final List<Set<String>> handedTo = new ArrayList<>();
        private boolean isPending = true;
        private boolean isApproved;

        Model(List<ModelStage> stages) {
            this.stages = stages;
            stages.forEach(stage -> {
                votes.add(new HashSet<>());
                handedTo.add(new HashSet<>());
            });
        }

        boolean isVisible(Caller person) {
            return person.tenant().value().equals("acme")
                    && (isAsker(person) || !mayVoteIn(person).isEmpty());
        }

        boolean mayApproveNow(Caller person) {
            return isPending && mayVoteIn(person).contains(current());
        }

        private static boolean isAsker(Caller person) {
            return person.tenant().value().equals("acme") && person.userId().equals("ann");
        }

        private List<Integer> mayVoteIn(Caller person) {
            return IntStream.range(0, stages.size())
                    .filter(stage -> mayVote(person, stage))
                    .boxed()
                    .toList();
        }

        private boolean mayVote(Caller person, int stage) {
            if (!person.tenant().value().equals("acme")) {
                return false;
            }
            if (isAsker(person)) {
                return stages.get(stage).caller();
            }
            boolean hasRole = stages.get(stage).roles().stream().anyMatch(person.roles()::contains);
            return hasRole || handedTo.get(stage).contains(person.userId());
        }

        private int current() {
            int stage = 0;
            while (stage < stages.size()
                    && votes.get(stage).size() == stages.get(stage).quorum()) {
                stage++;
            }
            return stage;
        }

        String answer(Did did) {
            Caller who = did.who();
            if (!who.tenant().value().equals("acme")) {
                return "NotFound";
            }
            if (!isVisible(who)) {
                return "NOT_ENTITLED";
            }
            if (did.act() == Act.APPROVE_UNSEEN) {
                return "WRONG_HASH";
            }
            if (!isPending) {
                boolean isRepeat = did.act() == Act.APPROVE
                        && isApproved
                        && votes.stream().anyMatch(voters -> voters.contains(who.userId()));
                return isRepeat ? "Accepted" : "AlreadyDecided";
            }
            return switch (did.act()) {
                case APPROVE -> approve(who);
                case REJECT -> ends(mayVoteIn(who).isEmpty() ? "OWN_REQUEST" : "Accepted");
                case WITHDRAW -> ends(isAsker(who) ? "Accepted" : "NOT_ENTITLED");
                case HAND_TO_ZOE -> handTo(who, "zoe");
                case HAND_TO_WHOEVER_ASKED -> handTo(who, "ann");
                case EDIT -> ends(mayVoteIn(who).isEmpty() ? "OWN_REQUEST" : "Revised");
                case APPROVE_UNSEEN -> throw new AssertionError("answered above");
            };
        }

        private String ends(String answer) {
            isPending = !answer.equals("Accepted") && !answer.equals("Revised");
            return answer;
        }

        private String approve(Caller who) {
            if (!mayVote(who, current())) {
                return whyNot(who);
            }
            if (!votes.get(current()).add(who.userId())) {
                return "ALREADY_VOTED";
            }
            if (current() == stages.size()) {
                isPending = false;
                isApproved = true;
            }
            return "Accepted";
        }

        private String whyNot(Caller who) {
            List<Integer> mine = mayVoteIn(who);
            if (mine.isEmpty()) {
                return "OWN_REQUEST";
            }
            if (mine.stream().anyMatch(stage -> stage > current())) {
                return "NOT_YET";
            }
            return mine.stream().anyMatch(stage -> votes.get(stage).contains(who.userId()))
                    ? "ALREADY_VOTED"
                    : "STAGE_OVER";
        }

        private String handTo(Caller who, String to) {
            if (!mayVote(who, current())) {
                return whyNot(who);
            }
            if (to.equals("ann")) {
                return stages.get(current()).caller() ? "NOT_WIDER" : "OWN_REQUEST";
            }
            return who.userId().equals(to) || !handedTo.get(current()).add(to) ? "NOT_WIDER" : "Accepted";
        }
    }
}
