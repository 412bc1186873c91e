package io.toolgateway.replay;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.json.Parsed;
import io.toolgateway.tool.ToolCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of a calls file, see {@link Replay}. */
record RecordedCall(
        ToolCall call,
        Caller caller,
        Request request,
        @Nullable Expected expected,
        @Nullable Boolean succeeded,
        @Nullable Duration took) {

    private static final Set<String> MEMBERS = Set.of(
            "id",
            "tool",
            "arguments",
            "caller",
            "request",
            "untrusted_content",
            "expect",
            "code",
            "priority",
            "result",
            "took_ms");
    private static final Set<String> CALLER = Set.of("tenant", "user", "roles", "attributes");
    private static final BigDecimal LONGEST =
            BigDecimal.valueOf(Duration.ofDays(1).toMillis());

    /** What a row expects; the code is null where any will do. */
    record Expected(Expectation answer, @Nullable String code, String priority) {

        String text() {
            return code == null ? answer.text() : answer.text() + " " + code;
        }
    }

    static RecordedCall of(Parsed parsed, long line, Caller otherwise) throws Row.Bad {
        Row row = Row.of(parsed, MEMBERS);
        Object arguments = row.value("arguments");
        String text = arguments == null || arguments instanceof String ? (String) arguments : Json.write(arguments);
        try {
            String request = row.optionalText("request");
            Request of = Request.of(request == null ? "replay-" + line : request);
            return new RecordedCall(
                    new ToolCall(row.optionalText("id"), row.text("tool"), text, null, null),
                    caller(row, otherwise),
                    row.flag("untrusted_content") ? of.withUntrustedContent() : of,
                    expected(row),
                    succeeded(row),
                    took(row));
        } catch (IllegalArgumentException e) {
            throw new Row.Bad(String.valueOf(e.getMessage()));
        }
    }

    private static Caller caller(Row row, Caller otherwise) throws Row.Bad {
        Row given = row.optionalObject("caller", CALLER);
        if (given == null) {
            return otherwise;
        }
        String tenant = given.optionalText("tenant");
        String user = given.optionalText("user");
        Caller caller = Caller.of(
                tenant == null ? otherwise.tenant().value() : tenant, user == null ? otherwise.userId() : user);
        String[] roles = given.optionalTexts("roles");
        caller = roles == null ? caller.withRoles(otherwise.roles()) : caller.withRoles(roles);
        for (Map.Entry<String, String> attribute : given.texts("attributes").entrySet()) {
            caller = caller.withAttribute(attribute.getKey(), attribute.getValue());
        }
        return caller;
    }

    private static @Nullable Expected expected(Row row) throws Row.Bad {
        String expect = row.optionalText("expect");
        String code = row.optionalText("code");
        String priority = row.optionalText("priority");
        if (expect == null) {
            if (code != null || priority != null) {
                throw new Row.Bad("'code' and 'priority' need an 'expect'");
            }
            return null;
        }
        Expectation expectation = Expectation.ofText(expect);
        if (code != null && expectation != Expectation.DENIED) {
            throw new Row.Bad("only a call that is expected to be denied has a 'code'");
        }
        if (priority != null && !priority.equals("P0") && !priority.equals("P1")) {
            throw new Row.Bad("'priority' must be P0 or P1");
        }
        return new Expected(expectation, code, priority == null ? "P1" : priority);
    }

    private static @Nullable Boolean succeeded(Row row) throws Row.Bad {
        String result = row.optionalText("result");
        if (result == null) {
            return null;
        }
        return switch (result) {
            case "success" -> true;
            case "failure" -> false;
            default -> throw new Row.Bad("'result' must be success or failure");
        };
    }

    private static @Nullable Duration took(Row row) throws Row.Bad {
        BigDecimal millis = row.optionalNumber("took_ms");
        if (millis == null) {
            return null;
        }
        if (millis.signum() < 0 || millis.compareTo(LONGEST) > 0) {
            throw new Row.Bad("'took_ms' must be 0 to " + LONGEST);
        }
        return Duration.ofNanos(
                millis.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** The row's own words for the report: what it is, never its arguments. */
    String name() {
        return call.id() == null ? call.name() : call.name() + " (" + call.id() + ")";
    }
}
