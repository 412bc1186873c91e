package io.toolgateway.testkit.checker;

import java.time.Duration;
import java.time.Instant;

/**
 * What time has to do with a history.
 *
 * @param recoveredAt when the last fault was over: stores up, a worker there
 * @param settling lease, grace, reaper and sweep together: how long after that an approved proposal may take
 * @param lateness how long a handler's first line may come after the last check before it, on a busy machine
 * @param paused whether processes were stopped: what has passed the check may then begin at any time
 * @param readAt when the rows were read
 */
public record Bounds(Instant recoveredAt, Duration settling, Duration lateness, boolean paused, Instant readAt) {}
