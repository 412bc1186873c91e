package io.toolgateway.proposal;

import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.testkit.SequentialIds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P10")
class IdempotencyKeyTest {

    private static final Request KEYED = Request.of("req-1").keyedBy("order-1");
    private static final Request UNKEYED = Request.of("req-1").inConversation("conv-1");

    @Test
    void isThirtyTwoLowerCaseHexDigits() {
        assertThat(List.of(
                        key(ANN, KEYED, "call_1", "refund", "h"),
                        key(ANN, UNKEYED, "call_1", "refund", "h"),
                        key(ANN, Request.of("req-1"), null, "refund", "h")))
                .allMatch(key -> key.matches("[0-9a-f]{32}"));
    }

    @Test
    void theSameRequestSentAgainHasTheSameKey() {
        Request again =
                Request.of("req-2").keyedBy("order-1").inConversation("conv-2").saying("again");

        assertThat(key(ANN, again, "call_2", "refund", "h")).isEqualTo(key(ANN, KEYED, "call_1", "refund", "h"));
        assertThat(key(ANN.withRoles("supervisor").at("::1"), KEYED, "call_1", "refund", "h"))
                .isEqualTo(key(ANN, KEYED, "call_1", "refund", "h"));
    }

    @Test
    void anotherCallHasAnotherKey() {
        assertThat(List.of(
                        key(ANN, KEYED, "call_1", "refund", "h"),
                        key(ANN, KEYED, "call_1", "refund", "i"),
                        key(ANN, KEYED, "call_1", "ticket", "h"),
                        key(ANN, KEYED.keyedBy("order-2"), "call_1", "refund", "h"),
                        key(SAM, KEYED, "call_1", "refund", "h"),
                        key(Caller.of("globex", "ann"), KEYED, "call_1", "refund", "h"),
                        key(MAX, KEYED, "call_1", "refund", "h")))
                .doesNotHaveDuplicates();
    }

    @Test
    void equalCallsOfARequestAreOneUnlessTheyAreMeantTwice() {
        assertThat(key(ANN, KEYED, "call_1", "refund", "h")).isEqualTo(key(ANN, KEYED, "call_2", "refund", "h"));

        Request twice = KEYED.distinctByCallId();
        assertThat(key(ANN, twice, "call_1", "refund", "h")).isNotEqualTo(key(ANN, twice, "call_2", "refund", "h"));
        assertThat(key(ANN, twice, "call_1", "refund", "h")).isEqualTo(key(ANN, twice, "call_1", "refund", "h"));
    }

    @Test
    void withoutARequestKeyTheCallIdTells() {
        String first = key(ANN, UNKEYED, "call_1", "refund", "h");

        assertThat(key(ANN, UNKEYED, "call_1", "refund", "other arguments, so a conflict is seen"))
                .isEqualTo(first);
        assertThat(List.of(
                        first,
                        key(ANN, UNKEYED, "call_2", "refund", "h"),
                        key(ANN, UNKEYED.inConversation("conv-2"), "call_1", "refund", "h"),
                        key(SAM, UNKEYED, "call_1", "refund", "h"),
                        key(Caller.of("globex", "ann"), UNKEYED, "call_1", "refund", "h")))
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutBothEveryKeyIsNew() {
        assertThat(key(ANN, UNKEYED, null, "refund", "h")).isNotEqualTo(key(ANN, UNKEYED, null, "refund", "h"));
        assertThat(key(ANN, Request.of("r"), "call_1", "refund", "h"))
                .isNotEqualTo(key(ANN, Request.of("r"), "call_1", "refund", "h"));
    }

    @Test
    void saysWhetherADuplicateWouldBeSeen() {
        assertThat(IdempotencyKey.isRepeatable(KEYED, null)).isTrue();
        assertThat(IdempotencyKey.isRepeatable(UNKEYED, "call_1")).isTrue();
        assertThat(IdempotencyKey.isRepeatable(UNKEYED, null)).isFalse();
        assertThat(IdempotencyKey.isRepeatable(Request.of("r"), "call_1")).isFalse();
    }

    @Test
    void noIdIsMistakenForAnother() {
        assertThat(key(Caller.of("a", "b|c"), KEYED, null, "refund", "h"))
                .isNotEqualTo(key(Caller.of("a|b", "c"), KEYED, null, "refund", "h"));
        assertThat(key(Caller.of("a1", "b"), KEYED, null, "refund", "h"))
                .isNotEqualTo(key(Caller.of("a", "1b"), KEYED, null, "refund", "h"));
    }

    private static String key(Caller caller, Request request, @Nullable String callId, String tool, String hash) {
        return IdempotencyKey.of(caller, request, callId, tool, hash, SequentialIds.IDS);
    }
}
