package io.toolgateway.store;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Storable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Switches tools off and on at runtime, for all hosts that share the store.
 *
 * <p>Effect: once {@link #off} has returned, no call of the tool is accepted and none that waits is started; what waits stays
 * approved and expires. A handler that runs is not stopped.
 *
 * <p>Threads: safe for concurrent use.
 *
 * @since 0.1
 */
public interface ToolSwitches {

    /**
     * Switches a tool off.
     *
     * @param tool the tool's name
     * @param tenant for this tenant alone, or null for all
     * @param by who does it, for the record
     */
    void off(String tool, @Nullable TenantId tenant, String by);

    /**
     * Switches a tool on again; what was switched off for all stays off for a tenant until it is on for all.
     *
     * @param tool the tool's name
     * @param tenant for this tenant alone, or null for all
     * @param by who does it, for the record
     */
    void on(String tool, @Nullable TenantId tenant, String by);

    /**
     * Whether a tool is off.
     *
     * @param tool the tool's name
     * @param tenant the tenant that asks
     * @return true if it is off for all or for this tenant
     */
    boolean isOff(String tool, TenantId tenant);

    /**
     * What is off now.
     *
     * @return the switches
     */
    List<Switch> all();

    /**
     * A tool that is off.
     *
     * @param tool the tool's name
     * @param tenant the tenant, or null for all
     * @param by who switched it off
     */
    record Switch(String tool, @Nullable TenantId tenant, String by) {

        /** Refuses names that no store can hold. */
        public Switch {
            Storable.required(tool, "tool's name");
            Storable.required(by, "name of who switches");
            if (tool.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("a tool's name has at most " + LONGEST_NAME + " characters");
            }
        }

        private static final int LONGEST_NAME = 128;
    }
}
