package io.toolgateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P5")
@Tag("P7")
@Tag("E5")
class BudgetTest {

    private static final Caller ANN = Caller.of("acme", "ann");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Budget perDay = Budget.named("refunds")
            .of("refund")
            .adding("amount")
            .perUser()
            .perDay(BERLIN)
            .atMost("1000");

    @Test
    void aCallTakesItsAmountOutOfItsUsersDay() {
        Reservation taken = taken(perDay, call(ANN, "refund", "{\"amount\":620.50}"), NOON);

        assertThat(taken.amount()).isEqualByComparingTo("620.50");
        assertThat(taken.limit()).isEqualByComparingTo("1000");
        assertThat(taken.until()).isEqualTo("2026-11-29T23:00:00Z");
        assertThat(taken.key()).startsWith("budget:7:refunds:");
    }

    @Test
    void theDayIsThatOfTheZone() {
        Call call = call(ANN, "refund", "{\"amount\":1}");

        Reservation before = taken(perDay, call, Instant.parse("2026-11-29T22:59:59.999Z"));
        Reservation after = taken(perDay, call, Instant.parse("2026-11-29T23:00:00Z"));

        assertThat(after.key()).isNotEqualTo(before.key());
        assertThat(after.until()).isEqualTo("2026-11-30T23:00:00Z");
        // The day on which the clock goes back has 25 hours, the one on which it goes forward 23.
        assertThat(taken(perDay, call, Instant.parse("2026-10-24T22:00:00Z")).until())
                .isEqualTo("2026-10-25T23:00:00Z");
        assertThat(taken(perDay, call, Instant.parse("2026-03-28T23:00:00Z")).until())
                .isEqualTo("2026-03-29T22:00:00Z");
    }

    @Test
    void windowsOfALengthFollowOneAnother() {
        Budget hourly = Budget.named("b")
                .ofEveryTool()
                .countingCalls()
                .perTenant()
                .per(Duration.ofHours(1))
                .atMost("5");
        Call call = call(ANN, "any", "{}");

        assertThat(taken(hourly, call, NOON).until()).isEqualTo(NOON.plusSeconds(3_600));
        assertThat(taken(hourly, call, NOON.minusNanos(1)).until()).isEqualTo(NOON);
        assertThat(taken(hourly, call, Instant.parse("1969-12-31T23:59:59Z")).until())
                .isEqualTo(Instant.EPOCH);
        assertThat(taken(hourly, call, NOON).amount()).isEqualByComparingTo("1");
    }

    /** A call that cannot be counted must not pass uncounted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"amount\":null}",
                "{\"amount\":-1}",
                "{\"amount\":-0.001}",
                "{\"amount\":\"5\"}",
                "{\"amount\":true}",
                "{\"amount\":[5]}",
                "{\"amount\":{\"value\":5}}",
                "{\"Amount\":5}"
            })
    void whatIsNoAmountCannotBeCounted(String arguments) {
        assertThat(perDay.uncountable(call(ANN, "refund", arguments))).hasValue("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"amount\":0}", "{\"amount\":-0}", "{\"amount\":0.00}"})
    void nothingTakesNothing(String arguments) {
        Call call = call(ANN, "refund", arguments);

        assertThat(perDay.uncountable(call)).isEmpty();
        assertThat(perDay.reservation(call, NOON)).isEmpty();
    }

    @Test
    void noTwoOwnersShareAKey() {
        Budget perUser = counting("b").perUser().perDay(ZoneOffset.UTC).atMost("1");
        Budget perTenant = counting("b").perTenant().perDay(ZoneOffset.UTC).atMost("1");
        Budget perTool = counting("b").perTool().perDay(ZoneOffset.UTC).atMost("1");
        Budget perToolAndUser =
                counting("b").perTool().perUser().perDay(ZoneOffset.UTC).atMost("1");
        Budget other = counting("b:1").perUser().perDay(ZoneOffset.UTC).atMost("1");
        List<Caller> callers =
                List.of(ANN, Caller.of("acme", "bob"), Caller.of("globex", "ann"), Caller.of("acme:user:3:ann", "ann"));
        Set<String> keys = new HashSet<>();

        for (Caller caller : callers) {
            assertThat(keys.add(key(perUser, caller, "t"))).isTrue();
            assertThat(keys.add(key(other, caller, "t"))).isTrue();
            assertThat(keys.add(key(perToolAndUser, caller, "t"))).isTrue();
            assertThat(key(perUser, caller, "u")).isEqualTo(key(perUser, caller, "t"));
        }
        assertThat(keys.add(key(perTenant, ANN, "t"))).isTrue();
        assertThat(key(perTenant, Caller.of("acme", "bob"), "u")).isEqualTo(key(perTenant, ANN, "t"));
        assertThat(keys.add(key(perTool, ANN, "t"))).isTrue();
        assertThat(keys.add(key(perTool, ANN, "u"))).isTrue();
        assertThat(key(perTool, Caller.of("acme", "bob"), "u")).isEqualTo(key(perTool, ANN, "u"));
    }

    @Test
    void longIdsHaveAKeyToo() {
        Budget budget = counting("n".repeat(100))
                .perUser()
                .perTool()
                .perDay(ZoneOffset.UTC)
                .atMost("1");
        Caller one = Caller.of("t".repeat(200), "u".repeat(199) + "1");
        Caller other = Caller.of("t".repeat(200), "u".repeat(199) + "2");

        assertThat(key(budget, one, "t".repeat(128)).length()).isLessThanOrEqualTo(500);
        assertThat(key(budget, one, "t".repeat(128))).isNotEqualTo(key(budget, other, "t".repeat(128)));
    }

    @Test
    void anotherLimitKeepsTheSum() {
        Budget more = Budget.named("refunds")
                .of("refund")
                .adding("amount")
                .perUser()
                .perDay(BERLIN)
                .atMost("2000");
        Call call = call(ANN, "refund", "{\"amount\":1}");

        assertThat(taken(more, call, NOON).key())
                .isEqualTo(taken(perDay, call, NOON).key());
    }

    @Test
    void whatIsForgottenIsFoundWhenItIsBuilt() {
        assertThatThrownBy(() -> Budget.named("b")
                        .countingCalls()
                        .perUser()
                        .perDay(BERLIN)
                        .atMost("1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("which tools count");
        assertThatThrownBy(() ->
                        Budget.named("b").ofEveryTool().perUser().perDay(BERLIN).atMost("1"))
                .hasMessageContaining("what adds up");
        assertThatThrownBy(() -> counting("b").perDay(BERLIN).atMost("1")).hasMessageContaining("whose it is");
        assertThatThrownBy(() -> counting("b").perUser().atMost("1")).hasMessageContaining("its window");
        assertThatThrownBy(() -> counting("b").perUser().perDay(BERLIN).atMost("0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counting("b").per(Duration.ofMillis(1_500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counting("b").per(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Budget.named(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Budget.named("b").of()).isInstanceOf(IllegalArgumentException.class);
    }

    private static BudgetBuilder counting(String name) {
        return Budget.named(name).ofEveryTool().countingCalls();
    }

    private static String key(Budget budget, Caller caller, String tool) {
        return taken(budget, call(caller, tool, "{}"), NOON).key();
    }

    private static Reservation taken(Budget budget, Call call, Instant now) {
        return budget.reservation(call, now).orElseThrow();
    }

    private static Call call(Caller caller, String tool, String arguments) {
        return new Call(tool, Arguments.parse(arguments), caller, Request.of("req-1"));
    }
}
