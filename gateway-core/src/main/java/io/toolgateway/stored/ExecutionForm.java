package io.toolgateway.stored;

import io.toolgateway.proposal.Execution;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Failure;
import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Results and executions as JSON: {@code status}, {@code id}, {@code message} and what else a result has (SPEC E6). */
final class ExecutionForm {

    private ExecutionForm() {}

    static Map<String, @Nullable Object> of(ToolResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("status", result.status().text());
        put(json, "id", result.id());
        put(json, "message", result.message());
        put(json, "error_code", result.errorCode());
        put(json, result.failure());
        put(json, "data", result.data());
        put(json, "cost", result.cost());
        put(json, "tokens", result.tokens());
        return json;
    }

    /** A failure that says nothing more is permanent. */
    private static void put(Map<String, @Nullable Object> json, @Nullable Failure failure) {
        if (failure != null && failure.isRetryable()) {
            json.put("failure", failure.kind().text());
            if (!failure.retryAfter().isZero()) {
                json.put("retry_after", failure.retryAfter().toString());
            }
        }
    }

    private static void put(Map<String, @Nullable Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, StorableJson.storable(value));
        }
    }

    static ToolResult result(Members json) {
        ToolResult result = bare(json);
        String id = json.textOrNull("id");
        String message = json.textOrNull("message");
        Object data = json.values().get("data");
        BigDecimal cost = json.decimalOrNull("cost");
        Long tokens = json.numberOrNull("tokens");
        result = id == null ? result : result.withId(id);
        result = message == null ? result : result.withMessage(message);
        result = data == null ? result : result.withData(data);
        result = cost == null ? result : result.withCost(cost);
        return tokens == null ? result : result.withTokens(tokens);
    }

    private static ToolResult bare(Members json) {
        String message = Objects.requireNonNullElse(json.textOrNull("message"), "");
        String code = Objects.requireNonNullElse(json.textOrNull("error_code"), "");
        return switch (json.text("status")) {
            case "success" -> ToolResult.success();
            case "pending" -> ToolResult.pending(message);
            case "failure" -> ToolResult.failure(code, message, failure(json));
            default -> throw new StoreException("a stored result is damaged", null);
        };
    }

    private static Failure failure(Members json) {
        String kind = json.textOrNull("failure");
        String after = json.textOrNull("retry_after");
        return kind == null
                ? Failure.PERMANENT
                : new Failure(Failure.Kind.ofText(kind), after == null ? Duration.ZERO : Duration.parse(after));
    }

    static Map<String, @Nullable Object> of(Execution execution) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        ToolResult result = execution.result();
        Instant at = execution.at();
        put(json, "result", result == null ? null : of(result));
        put(json, "error", execution.error());
        json.put("took", execution.took().toString());
        put(json, "at", at == null ? null : at.toString());
        return json;
    }

    static Execution execution(Members json) {
        Members result = json.objectOrNull("result");
        String at = json.textOrNull("at");
        return new Execution(
                result == null ? null : result(result),
                json.textOrNull("error"),
                Duration.parse(json.text("took")),
                at == null ? null : Instant.parse(at));
    }
}
