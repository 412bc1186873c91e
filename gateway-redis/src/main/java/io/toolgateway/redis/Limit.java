package io.toolgateway.redis;

import io.toolgateway.caller.Caller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rate, and whose calls are counted together.
 *
 * @param scope whose
 * @param rate how many
 */
record Limit(Scope scope, Rate rate) {

    /** Whose calls are counted together. */
    sealed interface Scope {}

    /** Those of a user of a tenant. */
    record OfUser() implements Scope {}

    /** Those of all users of a tenant. */
    record OfTenant() implements Scope {}

    /**
     * Those of a tool, whoever calls.
     *
     * @param tool its name
     */
    record OfTool(String tool) implements Scope {
        OfTool {
            Objects.requireNonNull(tool, "tool");
        }
    }

    /**
     * What one limit counts of one call.
     *
     * @param name no two buckets have one name; other numbers make another bucket
     * @param rate what it holds
     */
    record Bucket(String name, Rate rate) {}

    /** Where a call is counted; null if it is not. */
    @Nullable
    Bucket bucket(Caller caller, String tool) {
        String whose = whose(caller, tool);
        return whose == null
                ? null
                : new Bucket(rate.calls() + "/" + rate.adds() + "/" + rate.burst() + ":" + whose, rate);
    }

    private @Nullable String whose(Caller caller, String tool) {
        if (scope instanceof OfTool one) {
            return one.tool().equals(tool) ? "tool:" + tool : null;
        }
        String tenant = caller.tenant().value();
        return scope instanceof OfTenant ? "tenant:" + tenant : "user:" + Keys.sized(tenant) + caller.userId();
    }
}
