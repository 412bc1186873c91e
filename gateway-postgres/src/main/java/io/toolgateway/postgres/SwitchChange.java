package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tool was switched off or on.
 *
 * @param number the how-many-th change of all, from 1, without gaps
 * @param tool the tool's name
 * @param tenant for whom, or null for all
 * @param isOff whether it was switched off
 * @param by who did it
 * @param at when, by the database's clock
 * @since 0.1
 */
public record SwitchChange(
        long number, String tool, @Nullable TenantId tenant, boolean isOff, String by, Instant at) {}
