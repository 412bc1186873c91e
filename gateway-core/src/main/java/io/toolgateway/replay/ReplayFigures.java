package io.toolgateway.replay;

import io.toolgateway.audit.Latency;
import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the recorded calls of one tool.
 *
 * @param tool the tool's name; all names that the registry does not have share one row
 * @param allowed how many would run at once
 * @param parked how many would wait for people
 * @param denied how many were refused for what they are, the unauthorized ones among them
 * @param invalid how many were refused for their arguments
 * @param unauthorized how many were refused because the caller may not
 * @param latency how long the gateway took to answer, its handlers doing nothing; of a short run mostly the warming up of the JVM
 * @param recorded what the recording says of the calls that would run at once
 * @since 0.1
 */
public record ReplayFigures(
        String tool,
        long allowed,
        long parked,
        long denied,
        long invalid,
        long unauthorized,
        Latency latency,
        Recorded recorded) {

    /**
     * What a recording says came of calls.
     *
     * @param successes how many had succeeded
     * @param failures how many had failed
     * @param latency how long their handlers had taken
     */
    public record Recorded(long successes, long failures, Latency latency) {

        /** {@return the share of those with a known result that had succeeded, 0 to 1; null if none has one} */
        public @Nullable BigDecimal successRate() {
            return share(successes, successes + failures);
        }
    }

    /** {@return how many calls there were} */
    public long calls() {
        return allowed + parked + denied + invalid;
    }

    private static @Nullable BigDecimal share(long part, long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), MathContext.DECIMAL32);
    }

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("tool", tool);
        members.put("calls", calls());
        members.put("allowed", allowed);
        members.put("parked", parked);
        members.put("denied", denied);
        members.put("invalid", invalid);
        members.put("unauthorized", unauthorized);
        members.put("invalid_rate", share(invalid, calls()));
        members.put("unauthorized_rate", share(unauthorized, calls()));
        members.put("p50_ms", Latency.millis(latency.p50()));
        members.put("p95_ms", Latency.millis(latency.p95()));
        members.put("p99_ms", Latency.millis(latency.p99()));
        members.put("tool_success_rate", recorded.successRate());
        members.put("tool_p95_ms", Latency.millis(recorded.latency().p95()));
        return Json.asObject(Json.of(members));
    }
}
