package io.toolgateway.store;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Reservation;
import io.toolgateway.policy.Verdict;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out, to the last digit. */
@Tag("A3")
@Tag("I8")
abstract class RoundTripContract extends StoreContract {

    RoundTripContract(StoreSetup setup) {
        super(setup);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"empty\":{},\"none\":[],\"nil\":null,\"text\":\"\",\"yes\":true,\"no\":false}",
                "{\"max\":9223372036854775807,\"min\":-9223372036854775808}",
                "{\"beyond\":9223372036854775808,\"far\":-123456789012345678901234567890123456789}",
                "{\"a\":9007199254740992,\"b\":9007199254740993}",
                "{\"amount\":500.000000000000000001,\"tiny\":1e-300,\"huge\":1e300,\"tenth\":0.1,\"cents\":620.50}",
                "{\"deep\":[[[[[[[[[[[[[[[[[[[[{\"a\":[1,{\"b\":[2,[3]]}]}]]]]]]]]]]]]]]]]]]]]}",
                "{\"\":\"an empty name\",\"a.b\":1,\"a/b\":2,\"~\":3,\"$\":4,\" \":5,\"'\":6,\"\\\"\":7,\"\\\\\":8}",
                "{\"crossed\":\"' OR 1=1 --\",\"brace\":\"${jndi:x} %s {0} \\\\u0041\"}"
            })
    void argumentsComeBackExactly(String json) {
        requireArgumentsBack(Arguments.parse(json));
    }

    @Test
    void textsOfAllScriptsComeBack() {
        String text = "Grüße, 東京, العربية, עברית, ไทย, e\u0301 é, \uD83D\uDE00\uD83D\uDC69\u200D\uD83D\uDCBB, "
                + "\u202Egnp.exe, \u0001\u001F\u007F\u0085\u2028\uFEFF\uFFFD\uFFFF tab\tnew\r\nline";

        requireArgumentsBack(Arguments.NONE.with(text, text).with("list", List.of(text, Map.of(text, text))));
        requireContentBack(aRefund()
                .by(ANN.withRoles(text.substring(0, 30), "b")
                        .withAttribute("region", text)
                        .through("scoped-token")
                        .at("2001:db8::1"))
                .in(Request.of("req-9")
                        .inConversation("conv-9")
                        .keyedBy("key-9")
                        .saying(text)
                        .withUntrustedContent()
                        .distinctByCallId())
                .described(text, text));
    }

    @Test
    void anyTextIsAnIdWhereTheStoreTakesTexts() {
        needs(StoreSetup.Capability.TEXT_IDS);
        requireContentBack(aRefund().by(Caller.of("acme", "Grüße, 東京 \u202E\u0001'\"\\\uFFFF ann@example.org")));
        requireContentBack(aRefund().by(Caller.of("t".repeat(200), "u".repeat(200))));
        requireContentBack(aRefund().by(Caller.of("7", ANN.userId().toUpperCase(Locale.ROOT))));
    }

    @Test
    void whatIsAbsentComesBackAbsent() {
        requireContentBack(aRefund().in(Request.of("req-9")).calledAs(null).described(null, null));
    }

    @Test
    void termsComeBack() {
        requireContentBack(aRefund()
                .parkedFor(Verdict.requireApproval(Approvers.byCaller().or(Approvers.byRole("a", "b")))
                        .from(3)
                        .then(Approvers.byRole("c").or(Approvers.byUser("u 1", "u\u00fc")))
                        .escalatingTo(Approvers.byRole("d").or(Approvers.byUser("u2")), Duration.ofMinutes(5))
                        .escalatingTo(Approvers.byCaller(), Duration.ofDays(28))
                        .within(Duration.ofMillis(90_061_001))));
        requireContentBack(aRefund().allowed().validFor(Duration.ofDays(400)));
    }

    @Test
    void whoHasEditedItComesBack() {
        ProposalId before = scenario.insert(aRefund()).id();
        requireContentBack(aRefund().revising(before).editedBy(People.SAM));
    }

    @Test
    void reservationsComeBack() {
        Instant until = SettableClock.START.plusSeconds(86_400);
        requireContentBack(aRefund()
                .reserving(
                        new Reservation("k".repeat(500), new BigDecimal("1E+300"), new BigDecimal("1e308"), until),
                        new Reservation("Grüße '\"\\", new BigDecimal("620.50"), new BigDecimal("1000.00"), until),
                        new Reservation("calls", BigDecimal.ONE, BigDecimal.TEN, until)));
    }

    @Test
    void argumentsAtTheLimitsComeBack() {
        StringBuilder deep = new StringBuilder("{\"a\":");
        deep.append("[".repeat(63)).append("]".repeat(63)).append('}');
        requireArgumentsBack(Arguments.parse(deep.toString()));
        requireArgumentsBack(Arguments.NONE.with("long", "ä".repeat(130_000)));
        requireArgumentsBack(Arguments.NONE.with("many", Collections.nCopies(9_900, 1)));
        requireArgumentsBack(Arguments.parse("{\"digits\":" + "9".repeat(300) + "." + "9".repeat(600) + "}"));
        requireContentBack(aRefund()
                .by(ANN.withRoles("r".repeat(200)))
                .described("s".repeat(20_000), "{\"raw\":\"" + "x".repeat(250_000) + "\"}"));
    }

    @Test
    @Tag("E6")
    void aResultComesBack() {
        ToolResult result = ToolResult.success(Map.of(
                        "refunded", new BigDecimal("620.500000000000000001"), "big", Long.MAX_VALUE, "who", "Zoë 😀"))
                .withId("R-1")
                .withMessage("Refunded. \"Done\"\n")
                .withCost(new BigDecimal("0.000125"))
                .withTokens(1_234_567_890_123L);
        Proposal running = scenario.running(aRefund());

        Proposal executed = scenario.made(running, Changes.finish(running, result));

        Proposal found = scenario.now(executed);
        assertThat(Objects.requireNonNull(found.state().execution()).result())
                .usingRecursiveComparison()
                .isEqualTo(result);
        requireSame(found, executed);
    }

    @Test
    void everyPartOfAStateComesBack() {
        Proposal waiting = waiting();
        requireSame(scenario.now(waiting), waiting);
        Proposal running = scenario.running(aRefund());
        requireSame(scenario.now(running), running);
        Proposal failed = scenario.made(running, Changes.failUnknown(running));
        requireSame(scenario.now(failed), failed);
        Proposal settled = scenario.made(failed, Changes.resolve(SAM));
        requireSame(scenario.now(settled), settled);
        Proposal rejected = scenario.made(scenario.insert(aRefund()), Changes.reject(SAM));
        requireSame(scenario.now(rejected), rejected);
        Proposal revision = scenario.insert(aRefund().revising(rejected.id()));
        requireSame(scenario.now(revision), revision);
    }

    private Proposal waiting() {
        Proposal running = scenario.running(aRefund());
        return scenario.made(running, Changes.retryWithoutEffect(running, Duration.ofSeconds(3)));
    }

    private void requireArgumentsBack(Arguments arguments) {
        Proposal found = requireContentBack(aRefund().withArguments(arguments));
        assertThat(found.arguments()).isEqualTo(arguments);
        assertThat(found.argsHash())
                .isEqualTo(ArgumentsHash.of(
                        found.tool(), found.content().tool().version(), found.tenant(), found.arguments()));
    }

    private Proposal requireContentBack(ProposalBuilder proposal) {
        NewProposal wanted = proposal.build();
        store.insert(List.of(wanted), List.of());
        Content content = wanted.content();
        Proposal found =
                store.find(content.origin().caller().tenant(), wanted.id()).orElseThrow();
        assertThat(found.content()).usingRecursiveComparison().isEqualTo(content);
        assertThat(found.state().lastTransition()).isEqualTo(wanted.transition());
        return found;
    }

    private static void requireSame(Proposal found, Proposal expected) {
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    }
}
