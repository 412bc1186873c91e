package io.toolgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.tool.ToolResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Tag("O1")
@Tag("O4")
class CallRecordTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger calls = (Logger) LoggerFactory.getLogger("io.toolgateway.calls");

    @BeforeEach
    void listen() {
        log.start();
        calls.addAppender(log);
        calls.setLevel(Level.INFO);
        calls.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        calls.detachAppender(log);
        calls.setLevel(null);
        calls.setAdditive(true);
    }

    @Test
    void aFinishedCallHasEveryMemberThatTheRecordNames() {
        Told told = new Told();
        told.propose("look");

        assertThat(lastRecord(told))
                .containsEntry("timestamp", "2026-01-15T10:30:00.245Z")
                .containsEntry("request_id", "req_1")
                .containsEntry("tenant_id", "acme")
                .containsEntry("user_id", "user_456")
                .containsEntry("user_role", "agent")
                .containsEntry("ip_address", null)
                .containsEntry("tool_name", "look")
                .containsEntry("parameters", Map.of("order_id", "ORD-12345"))
                .containsEntry("result", "success")
                .containsEntry("error_message", null)
                .containsEntry("execution_time_ms", 245L)
                .containsEntry("retry_count", 0L)
                .containsEntry("rate_limited", false)
                .containsEntry("circuit_breaker", null)
                .containsEntry("token_usage", 7L)
                .containsEntry("cost", Json.parse("0.01"))
                .containsEntry("verdict", "allow")
                .containsEntry("rules", Json.parse("[\"reads\"]"));
    }

    @Test
    void oneTooManyIsTakenForALimitAndNotForAFault() {
        Told told = new Told(builder -> builder.rateLimiter((caller, tool) -> new RateLimiter.Answer.Refused(null)));
        told.propose("look");

        assertThat(lastRecord(told))
                .containsEntry("rate_limited", true)
                .containsEntry("error_kind", "limit")
                .containsEntry("result", "failure");
    }

    @Test
    void whatTheHandlerReturnedIsNotInTheRecord() {
        Told told = new Told(builder -> builder.listener(new LoggingListener()));
        told.does = call -> ToolResult.success(Map.of("status", "shipped-to-nowhere"));
        told.propose("look");
        told.propose("write");

        assertThat(told.events)
                .noneSatisfy(event -> assertThat(CallRecord.of(event).toJson()).contains("shipped-to-nowhere"));
        assertThat(RequestRecord.of(told.timeline()).orElseThrow().toJson()).doesNotContain("shipped-to-nowhere");
        assertThat(Timeline.of(told.timeline()).toString()).doesNotContain("shipped-to-nowhere");
        assertThat(log.list)
                .hasSize(2)
                .noneSatisfy(line -> assertThat(line.getFormattedMessage()).contains("shipped-to-nowhere"));
    }

    @Test
    @Tag("O4")
    @Tag("E7")
    void whatNobodyKnowsIsLoggedAsAWarning() {
        Told told = new Told(builder -> builder.listener(new LoggingListener()));
        told.propose("write");
        told.does = call -> ToolResult.failure("no", "no.");
        told.propose("write");
        told.does = call -> {
            throw new IllegalStateException("the secret is 4711");
        };
        told.propose("write");

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.INFO, Level.WARN);
        assertThat(log.list.get(2).getFormattedMessage())
                .contains("\"error_code\":\"outcome_unknown\"", "\"result\":\"pending\"")
                .doesNotContain("4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n{\"result\":\"success\"}",
                "\u001b]0;owned\u0007\u001b[2J",
                "\u009b31m\u0085\u2028\u2029",
                "\u202eevil\u2066",
                "a\u0000b",
                "half \ud800 of a pair",
                "${jndi:ldap://x}%n%m{}"
            })
    @Tag("A9")
    void aLogLineIsOneLineOfPlainJsonWhateverTheTextsHold(String hostile) {
        Told told = new Told(builder -> builder.listener(new LoggingListener()));
        told.does = call -> ToolResult.failure("code", hostile);

        told.propose("look");
        told.propose(hostile);
        told.propose("look", hostile);
        told.propose("write");

        assertThat(log.list).hasSize(4).allSatisfy(line -> {
            assertThat(line.getFormattedMessage()).matches("\\{[\\x20-\\x7e\\ufffd]*}");
            assertThat(line.getArgumentArray()).isNull();
        });
        assertThat(told.events)
                .allSatisfy(event -> assertThat(CallRecord.of(event).toJson()).matches("\\{[\\x20-\\x7e\\ufffd]*}"));
    }

    @Test
    void argumentsThatTheHostLetInBeyondTheDefaultLimitsAreLoggedAllTheSame() {
        JsonLimits wide = new JsonLimits(8 << 20, 400, 1_000_000, 5_000, 5_000);
        Told told = new Told(builder -> builder.limits(wide).listener(new LoggingListener()));
        String deep = "[".repeat(200) + "]".repeat(200);
        String arguments = "{\"deep\":" + deep + ",\"large\":\"" + "x".repeat(300_000) + "\",\"number\":1e4000}";

        told.propose("look", arguments);

        assertThat(log.list).hasSize(1);
        List<String> records = List.of(
                CallRecord.of(told.events.get(0)).toJson(),
                RequestRecord.of(told.timeline()).orElseThrow().toJson());
        // Not as an assertion on the texts: they would fill the report.
        assertThat(records.stream().allMatch(text -> text.contains(deep) && text.contains("0".repeat(4_000))))
                .isTrue();
    }

    @Test
    void aRawTextThatIsCutWithinACharacterIsStillRecorded() {
        Told told = new Told();
        told.propose("look", "x" + "\ud83d\ude00".repeat(3_000));

        assertThat(CallRecord.of(told.events.get(0)).toJson()).contains("\"event\":\"refused\"");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> lastRecord(Told told) {
        AuditEvent last = told.events.get(told.events.size() - 1);
        return (Map<String, Object>) Json.parse(CallRecord.of(last).toJson());
    }
}
