package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.SequentialIds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked for, exactly what has it is found, and nothing else happens. */
@Tag("S3")
@Tag("A7")
abstract class HostileQueryContract extends StoreContract {

    private static final ProposalQuery ALL = ProposalQuery.of(ACME);

    HostileQueryContract(StoreSetup setup) {
        super(setup);
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aFilterFindsWhatHasThatVeryTextAndNothingElse(String text) {
        Proposal other = scenario.approved(aTicket(), SAM);
        Proposal mine = scenario.insert(aRefund().ofTool(text).in(Request.of("r" + text)));

        requireFound(ALL.ofTool(text), mine);
        requireFound(ALL.keyed(text));
        requireFound(ALL.ofTool(text).keyed(mine.content().arguments().idempotencyKey()), mine);
        requireFound(ALL, mine, other);
        assertThat(store.events(EventQuery.ofRequest(ACME, text))).isEmpty();
        assertThat(store.events(EventQuery.ofRequest(ACME, "r" + text)))
                .extracting(AuditEvent::subject)
                .singleElement()
                .satisfies(subject -> assertThat(subject.tool()).isEqualTo(text));
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aPersonAndATenantAreFoundByThatVeryId(String text) {
        needs(StoreSetup.Capability.TEXT_IDS);
        String id = "x" + text;
        Caller caller = Caller.of(ACME.value(), id);
        Caller stranger = Caller.of(id, ANN.userId());
        Caller reviewer = Caller.of(ACME.value(), "r" + text).withRoles("supervisor");
        Proposal other = scenario.approved(aTicket(), SAM);
        Proposal mine = scenario.approved(aRefund().by(caller), reviewer);
        Proposal theirs = scenario.insert(aRefund().by(stranger));

        requireFound(ALL.triggeredBy(id), mine);
        requireFound(ALL.triggeredBy("y" + text));
        requireFound(ALL.reviewedBy("r" + text), mine);
        requireFound(ALL.reviewedBy(id));
        requireFound(ALL, mine, other);
        requireFound(ProposalQuery.of(TenantId.of(id)), theirs);
        requireFound(ProposalQuery.of(TenantId.of("y" + text)));
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aSearchFindsTheWordsOfATextAndNothingElse(String text) {
        Proposal mine = scenario.insert(aRefund()
                .withArguments(Json.write(Map.of("text", text + " needle")))
                .described(null, null));
        scenario.insert(aTicket().withArguments("{\"text\":\"hay\"}").described("hay stack", null));

        requireFound(ALL.containing(text + " needle"), mine);
        requireFound(ALL.containing(text + " nowhere"));
    }

    @ParameterizedTest
    @MethodSource("io.toolgateway.store.HostileTexts#unstorable")
    void whatNothingCanHaveIsNoQuestion(String text, String flaw, String mended) {
        String why = " has " + flaw + ", which no store can hold";

        requireRefused(() -> ALL.ofTool(text), "the tool's name" + why);
        requireRefused(() -> ALL.triggeredBy(text), "the user" + why);
        requireRefused(() -> ALL.reviewedBy(text), "the user" + why);
        requireRefused(() -> ALL.keyed(text), "the idempotency key" + why);
        requireRefused(() -> EventQuery.ofRequest(ACME, text), "the request id" + why);
        requireRefused(() -> store.switches().off(text, null, "sam"), "the tool's name" + why);
        requireRefused(() -> store.switches().on(text, ACME, "sam"), "the tool's name" + why);
        requireRefused(() -> store.switches().off("t", null, text), "the name of who switches" + why);
        assertThat(store.switches().all()).isEmpty();
    }

    private static void requireRefused(Runnable question, String message) {
        assertThatIllegalArgumentException().isThrownBy(question::run).withMessage(message);
    }

    @Test
    void aSearchTextIsBounded() {
        requireRefused(() -> ALL.containing("x ".repeat(10_000_000)), "a search for text has at most 500 characters");
        String word = "\u6771".repeat(500);
        Proposal mine = scenario.insert(aRefund().withArguments("{\"a\":\"" + word + "\"}"));

        requireFound(ALL.containing(word), mine);
        requireFound(ALL.containing(word.substring(1)));
    }

    /** More digits than any index takes in, and a word that is longer than any. */
    @Test
    void whatCannotBeSearchedForIsStoredAllTheSame() {
        StringBuilder numbers = new StringBuilder("{\"n\":[1e308");
        for (int i = 1; i < 9_000; i++) {
            numbers.append(",1.").append(i).append("e308");
        }
        numbers.append("],\"word\":\"").append("w".repeat(100_000)).append("\"}");

        Proposal mine =
                scenario.insert(aRefund().withArguments(numbers.toString()).described("needle", null));

        requireFound(ALL.containing("needle"), mine);
        assertThat(scenario.now(mine).arguments()).isEqualTo(mine.arguments());
    }

    @Test
    void anyMomentMayBeAskedFor() {
        Proposal mine = scenario.insert(aRefund());

        requireFound(ALL.createdFrom(Instant.MIN).createdBefore(Instant.MAX), mine);
        requireFound(ALL.createdFrom(Instant.MAX));
        requireFound(ALL.createdBefore(Instant.MIN));
        assertThat(store.events(EventQuery.since(ACME, Instant.MIN))).hasSize(1);
        assertThat(store.events(EventQuery.since(ACME, Instant.MAX))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aSwitchIsOfThatVeryTool(String text) {
        store.switches().off(text, null, text);
        store.switches().off("other", ACME, "sam");

        assertThat(store.switches().all())
                .containsExactlyInAnyOrder(
                        new ToolSwitches.Switch(text, null, text), new ToolSwitches.Switch("other", ACME, "sam"));
        assertThat(store.switches().isOff(text, ACME)).isTrue();
        assertThat(store.switches().isOff(text + "x", ACME)).isFalse();
        assertThat(store.insert(List.of(aRefund().ofTool(text).build()), List.of()))
                .isEqualTo(new Insertion.ToolOff(text));
        store.switches().on(text, null, text);
        assertThat(store.switches().isOff(text, ACME)).isFalse();
        assertThat(store.switches().isOff("other", ACME)).isTrue();
    }

    @Test
    void aSwitchOfAnOverlongNameIsRefused() {
        requireRefused(
                () -> store.switches().off("x".repeat(10_000), null, "sam"),
                "a tool's name has at most 128 characters");
    }

    @ParameterizedTest
    @FieldSource("io.toolgateway.store.HostileTexts#STORABLE")
    void aLimitIsOfThatVeryKey(String text) {
        needs(StoreSetup.Capability.EFFECTS);
        SideEffect one = new SideEffect.Reserve(text, BigDecimal.ONE, BigDecimal.ONE);

        Proposal parked = scenario.insert(aRefund());
        assertThat(store.insert(List.of(aRefund().build()), List.of(one))).isInstanceOf(Insertion.Stored.class);
        assertThat(store.insert(List.of(aRefund().build()), List.of(one))).satisfies(overLimit(text));
        scenario.made(
                parked,
                Changes.approve(parked, SAM),
                new SideEffect.Reserve(text + "x", BigDecimal.ONE, BigDecimal.ONE),
                new SideEffect.Send(SequentialIds.IDS.next(), new Topic("webhook", ACME, text), text, Instant.EPOCH));
        assertThat(probe.outbox()).hasSize(1);
    }

    @Test
    void anAmountIsHeldToItsLastDigitOrRefused() {
        needs(StoreSetup.Capability.EFFECTS);
        BigDecimal huge = new BigDecimal("1e308");
        BigDecimal tiny = new BigDecimal("1e-308");
        store.insert(List.of(aRefund().build()), List.of(new SideEffect.Reserve("k".repeat(500), huge, huge)));

        assertThat(store.insert(
                        List.of(aRefund().build()), List.of(new SideEffect.Reserve("k".repeat(500), tiny, huge))))
                .satisfies(overLimit("k".repeat(500)));
        String why = " has more than 1000 digits or a power of ten beyond 308, which not every store can hold";
        requireRefused(() -> new SideEffect.Reserve("k", new BigDecimal("1e100000"), huge), "the amount" + why);
        requireRefused(() -> new SideEffect.Reserve("k", tiny, new BigDecimal("1e-20000")), "the limit" + why);
        requireRefused(
                () -> new SideEffect.Reserve("k".repeat(501), tiny, huge), "a limit's key has at most 500 characters");
    }
}
