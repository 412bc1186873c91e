package io.toolgateway.policy;

import static io.toolgateway.policy.Condition.argument;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Arguments;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P7")
class ConditionTest {

    private static final PolicyRequest REFUND = Requests.refund("{\"plan\":\"gold\",\"express\":true}");

    @Test
    void toolsAreComparedExactly() {
        assertThat(Condition.tool("process_refund", "other").test(REFUND)).isEqualTo(Truth.TRUE);
        assertThat(Condition.tool("Process_Refund", "process_refund ").test(REFUND))
                .isEqualTo(Truth.FALSE);
        assertThat(Condition.tool().test(REFUND)).isEqualTo(Truth.FALSE);
    }

    @Test
    void aToolSaysWhatItDoes() {
        PolicyRequest read = Requests.of(Requests.READ, People.ANN, Arguments.NONE);

        assertThat(Condition.readsOnly().test(read)).isEqualTo(Truth.TRUE);
        assertThat(Condition.readsOnly().test(REFUND)).isEqualTo(Truth.FALSE);
        assertThat(Condition.destructive().test(read)).isEqualTo(Truth.FALSE);
        assertThat(Condition.destructive().test(REFUND)).isEqualTo(Truth.TRUE);
    }

    @Test
    void aCallerIsKnownByRoleTenantAndAttribute() {
        Caller caller = People.ANN.withAttribute("region", "eu");
        PolicyRequest request = Requests.of(Requests.REFUND, caller, Arguments.NONE);

        assertThat(Condition.callerIs("supervisor", "support_agent").test(request))
                .isEqualTo(Truth.TRUE);
        assertThat(Condition.callerIs("supervisor").test(request)).isEqualTo(Truth.FALSE);
        assertThat(Condition.tenant(People.ACME.value()).test(request)).isEqualTo(Truth.TRUE);
        assertThat(Condition.tenant(People.GLOBEX.value()).test(request)).isEqualTo(Truth.FALSE);
        assertThat(Condition.callerAttribute("region", "eu").test(request)).isEqualTo(Truth.TRUE);
        assertThat(Condition.callerAttribute("region", "us").test(request)).isEqualTo(Truth.FALSE);
        assertThat(Condition.callerAttribute("level", "1").test(request)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void textsAndFlagsAreComparedAsTheyAre() {
        assertThat(argument("plan").isOneOf("gold", "silver").test(REFUND)).isEqualTo(Truth.TRUE);
        assertThat(argument("plan").isOneOf("Gold").test(REFUND)).isEqualTo(Truth.FALSE);
        assertThat(argument("express").isOneOf("true").test(REFUND)).isEqualTo(Truth.UNKNOWN);
        assertThat(argument("express").isTrue().test(REFUND)).isEqualTo(Truth.TRUE);
        assertThat(argument("express").isTrue().not().test(REFUND)).isEqualTo(Truth.FALSE);
        assertThat(argument("plan").isTrue().test(REFUND)).isEqualTo(Truth.UNKNOWN);
        assertThat(argument("plan").atMost("1").test(REFUND)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    @Tag("P12")
    void contentOfStrangersIsSeen() {
        PolicyRequest tainted = Requests.of(
                Requests.REFUND,
                People.ANN,
                Arguments.NONE,
                Request.of("req-1").withUntrustedContent(),
                SettableClock.START,
                History.NONE);

        assertThat(Condition.untrustedContent().test(tainted)).isEqualTo(Truth.TRUE);
        assertThat(Condition.untrustedContent().test(REFUND)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @CsvSource({
        "08:59:59, FALSE, FALSE",
        "09:00, TRUE, FALSE",
        "16:59:59, TRUE, FALSE",
        "17:00, FALSE, FALSE",
        "22:00, FALSE, TRUE",
        "23:59:59, FALSE, TRUE",
        "00:00, FALSE, TRUE",
        "05:59:59, FALSE, TRUE",
        "06:00, FALSE, FALSE"
    })
    void aTimeOfDayIsFromOneMomentToBeforeAnotherAcrossMidnightToo(LocalTime time, Truth day, Truth night) {
        PolicyRequest request = at(time, ZoneOffset.UTC);

        assertThat(Condition.timeOfDay(LocalTime.of(9, 0), LocalTime.of(17, 0), ZoneOffset.UTC)
                        .test(request))
                .isEqualTo(day);
        assertThat(Condition.timeOfDay(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC)
                        .test(request))
                .isEqualTo(night);
    }

    @Test
    void aTimeOfDayIsThatOfTheZone() {
        Condition morning = Condition.timeOfDay(LocalTime.of(9, 0), LocalTime.of(10, 0), ZoneId.of("Asia/Tokyo"));

        assertThat(morning.test(at(LocalTime.of(0, 30), ZoneOffset.UTC))).isEqualTo(Truth.TRUE);
        assertThat(morning.test(at(LocalTime.of(9, 30), ZoneOffset.UTC))).isEqualTo(Truth.FALSE);
    }

    @Test
    void historyIsCountedInItsWindow() {
        History history = History.of(Map.of(Duration.ofHours(1), 3L, Duration.ofDays(1), 9L));
        PolicyRequest request =
                Requests.of(Requests.REFUND, People.ANN, Arguments.NONE, Request.of("r"), SettableClock.START, history);

        assertThat(Condition.calledAtLeast(3, Duration.ofHours(1)).test(request))
                .isEqualTo(Truth.TRUE);
        assertThat(Condition.calledAtLeast(4, Duration.ofHours(1)).test(request))
                .isEqualTo(Truth.FALSE);
        assertThat(Condition.calledAtLeast(4, Duration.ofDays(1)).test(request)).isEqualTo(Truth.TRUE);
        assertThat(Condition.calledAtLeast(1, Duration.ofHours(1)).test(REFUND)).isEqualTo(Truth.FALSE);
    }

    private static PolicyRequest at(LocalTime time, ZoneOffset offset) {
        return Requests.of(
                Requests.REFUND,
                People.ANN,
                Arguments.NONE,
                Request.of("r"),
                LocalDate.of(2026, 11, 21).atTime(time).toInstant(offset),
                History.NONE);
    }
}
