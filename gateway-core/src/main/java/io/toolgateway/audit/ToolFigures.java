package io.toolgateway.audit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one tool in a window, see {@link ToolTable} for what they count.
 *
 * @param tool the tool's name; {@link ToolTable#UNKNOWN} for all names that are not on the allowlist
 * @param calls how many calls
 * @param successes how many of them ended in success
 * @param errors how many of them ended in an error, by its kind; kinds that did not occur are absent
 * @param latency of the starts of the handler that ended
 * @param cost what the tool reported in all, in the host's currency; zero if it reported nothing
 * @since 0.1
 */
public record ToolFigures(
        String tool, long calls, long successes, Map<ErrorKind, Long> errors, Latency latency, BigDecimal cost) {

    /** Copies the errors. */
    public ToolFigures {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    }

    /** {@return how many calls ended in an error} */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return how many calls the rates are of: those that ended in success or error} */
    public long rated() {
        return successes + errorCount();
    }

    /** {@return the share of {@link #rated()} that succeeded, 0 to 1; null if none is rated} */
    public @Nullable BigDecimal successRate() {
        return rate(successes);
    }

    /** {@return the share of {@link #rated()} that erred, 0 to 1; null if none is rated} */
    public @Nullable BigDecimal errorRate() {
        return rate(errorCount());
    }

    private @Nullable BigDecimal rate(long part) {
        return rated() == 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(rated()), MathContext.DECIMAL32);
    }

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("tool", tool);
        members.put("calls", calls);
        members.put("successes", successes);
        members.put("success_rate", successRate());
        members.put("error_rate", errorRate());
        Map<String, @Nullable Object> byKind = new LinkedHashMap<>();
        for (ErrorKind kind : ErrorKind.values()) {
            byKind.put(kind.text(), errors.getOrDefault(kind, 0L));
        }
        members.put("errors", byKind);
        members.put("p50_ms", Latency.millis(latency.p50()));
        members.put("p95_ms", Latency.millis(latency.p95()));
        members.put("p99_ms", Latency.millis(latency.p99()));
        members.put("cost", cost);
        return members;
    }
}
