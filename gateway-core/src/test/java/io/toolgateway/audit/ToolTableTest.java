package io.toolgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("O3")
class ToolTableTest {

    private final Told told = new Told();

    @Test
    void aTableOfOneLineForEachToolIsPrinted() {
        IntStream.range(0, 1_249).forEach(i -> told.propose("look"));
        told.does = call -> ToolResult.transientFailure("busy", "try later");
        told.propose("look");
        told.takes = Duration.ofMillis(1_200);
        told.does = call -> ToolResult.success();
        told.propose("write");
        told.propose("refund");

        assertThat(table().table()).isEqualTo("""
                Tool Name | Calls | Success Rate | P95 Latency | Error Rate
                ----------|-------|--------------|-------------|-----------
                look      | 1,250 | 99.9%        | 245ms       | 0.1%
                refund    | 1     | -            | -           | -
                write     | 1     | 100.0%       | 1.2s        | 0.0%
                """);
        assertThat(table().toString()).endsWith("Approvals: 1 pending, the oldest for 0us; 0 decided; 0 expired\n");
    }

    @Test
    void errorsAreToldApartByTheirKind() {
        Told limited = new Told(builder -> builder.rateLimiter((caller, tool) ->
                tool.equals("wipe") ? new RateLimiter.Answer.Refused(null) : new RateLimiter.Answer.Passed()));
        limited.propose("look", "{\"order_id\":1}");
        limited.propose("look", "not json");
        limited.propose("admin");
        limited.propose("wipe");
        limited.does = call -> ToolResult.transientFailure("busy", "later");
        limited.propose("look");
        limited.does = call -> {
            throw new IllegalStateException();
        };
        limited.propose("write");
        limited.propose("made_up_1");
        limited.propose("made_up_2");

        List<ToolFigures> tools =
                ToolTable.of(limited.events, limited.time.instant()).tools();

        assertThat(tools)
                .extracting(ToolFigures::tool)
                .containsExactly(ToolTable.UNKNOWN, "admin", "look", "wipe", "write");
        assertThat(tools)
                .extracting(ToolFigures::errors)
                .containsExactly(
                        Map.of(ErrorKind.VALIDATION, 2L),
                        Map.of(ErrorKind.AUTHORIZATION, 1L),
                        Map.of(ErrorKind.VALIDATION, 2L, ErrorKind.TRANSIENT, 1L),
                        Map.of(ErrorKind.LIMIT, 1L),
                        Map.of(ErrorKind.PERMANENT, 1L));
        assertThat(tools).extracting(ToolFigures::successes).containsOnly(0L);
    }

    @Test
    void whatWaitsOrWasRejectedOrExpiredOrIsPendingBehindTheToolIsNeitherSuccessNorError() {
        told.propose("refund");
        told.rejectAll();
        told.propose("refund");
        told.time.advance(Duration.ofHours(5));
        told.gateway.executor().sweep();
        told.propose("refund");
        told.does = call -> ToolResult.pending("on its way");
        told.propose("write");

        assertThat(table().tools()).allSatisfy(tool -> {
            assertThat(tool.rated()).isZero();
            assertThat(tool.successRate()).isNull();
        });
        assertThat(table().tools()).extracting(ToolFigures::calls).containsExactly(3L, 1L);
    }

    @Test
    void onlyWhatHappenedInTheWindowCounts() {
        told.propose("write");
        told.time.advance(Duration.ofHours(24));
        told.propose("look");

        assertThat(table().tools()).extracting(ToolFigures::tool).containsExactly("look");
        assertThat(ToolTable.of(told.events, Duration.ofHours(25), told.time.instant())
                        .tools())
                .extracting(ToolFigures::tool)
                .containsExactly("look", "write");
    }

    @Test
    void aDuplicateIsNoSecondCall() {
        told.request = told.request.keyedBy("k");
        told.propose("write");
        told.propose("write");

        assertThat(told.events).extracting(AuditEvent::type).contains(EventType.REPLAYED);
        assertThat(table().tools()).singleElement().satisfies(tool -> {
            assertThat(tool.calls()).isEqualTo(1);
            assertThat(tool.cost()).isEqualByComparingTo("0.01");
        });
    }

    @Test
    void approvalsTellWhatWaitsSinceWhenAndHowLongDecisionsTake() {
        told.propose("refund");
        told.time.advance(Duration.ofMinutes(10));
        told.approveAll();
        told.propose("refund");
        told.time.advance(Duration.ofMinutes(30));
        told.rejectAll();
        told.propose("refund");
        told.time.advance(Duration.ofMinutes(50));
        told.approveAll();
        told.propose("refund");
        told.time.advance(Duration.ofHours(5));
        told.gateway.executor().sweep();
        told.propose("refund");
        told.time.advance(Duration.ofMinutes(90));

        ApprovalFigures approvals = table().approvals();

        assertThat(approvals).isEqualTo(new ApprovalFigures(1, Duration.ofMinutes(90), 3, Duration.ofMinutes(30), 3));
        assertThat(approvals)
                .hasToString("Approvals: 1 pending, the oldest for 1.5h; 3 decided within 30.0min (median); 3 expired");
    }

    @Test
    void theSameFiguresAreThereAsJson() {
        told.propose("look");
        told.propose("look", "{\"order_id\":1}");

        Map<String, Object> json = Json.parseObject(table().toJson());

        assertThat(json)
                .containsEntry("from", "2026-01-14T10:30:00.245Z")
                .containsEntry("to", "2026-01-15T10:30:00.245Z");
        assertThat(json.get("tools")).isEqualTo(Json.parse("""
                [{"tool":"look","calls":2,"successes":1,"success_rate":0.5,"error_rate":0.5,
                  "errors":{"transient":0,"permanent":0,"validation":1,"authorization":0,"limit":0},
                  "p50_ms":245,"p95_ms":245,"p99_ms":245,"cost":0.01}]"""));
        assertThat(json.get("approvals")).isEqualTo(Json.parse("""
                {"pending":0,"oldest_seconds":null,"decided":0,"median_decision_seconds":null,"expired":0}"""));
    }

    @Test
    void percentilesAreTimesThatWereMeasured() {
        List<Duration> times = new ArrayList<>(
                LongStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());
        Collections.reverse(times);

        assertThat(Latency.of(times))
                .isEqualTo(new Latency(100, Duration.ofMillis(50), Duration.ofMillis(95), Duration.ofMillis(99)));
        assertThat(Latency.of(times.subList(0, 21)).p95()).isEqualTo(Duration.ofMillis(99));
        assertThat(Latency.of(List.of(Duration.ofMillis(7))))
                .isEqualTo(new Latency(1, Duration.ofMillis(7), Duration.ofMillis(7), Duration.ofMillis(7)));
        assertThat(Latency.of(List.of()).p99()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0us",
        "85000, 85us",
        "999499, 999us",
        "999500, 1ms",
        "245000000, 245ms",
        "999499999, 999ms",
        "999500000, 1.0s",
        "1240000000, 1.2s",
        "59940000000, 59.9s",
        "59960000000, 1.0min",
        "210000000000, 3.5min",
        "3600000000000, 1.0h",
        "93600000000000, 26.0h"
    })
    void aTimeIsWrittenInTheUnitThatSuitsIt(long nanos, String text) {
        assertThat(Latency.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, -",
        "0, 7, 0.0%",
        "7, 7, 100.0%",
        "1, 100000, 0.1%",
        "99999, 100000, 99.9%",
        "2, 3, 66.7%",
        "998, 1000, 99.8%"
    })
    void onlyAllIsAHundredPercentAndOnlyNoneIsZero(long part, long whole, String text) {
        assertThat(TextTable.percent(part, whole)).isEqualTo(text);
    }

    @Test
    void aCellCannotBreakOutOfTheTable() {
        String table = new TextTable("A", "B").row("x\n|y\u001b[2J", 12_345L).toString();

        assertThat(table).isEqualTo("""
                A                  | B
                -------------------|-------
                x\\u000a/y\\u001b[2J | 12,345
                """);
    }

    private ToolTable table() {
        return ToolTable.of(told.events, told.time.instant());
    }

    @Test
    void costsAddUpOverTheCallsOfATool() {
        IntStream.range(0, 3).forEach(i -> told.propose("write"));

        assertThat(table().tools().get(0).cost()).isEqualByComparingTo(new BigDecimal("0.03"));
    }
}
