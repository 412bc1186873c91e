/** Recorded calls through a registry and a policy, without running a handler: start with {@link io.toolgateway.replay.Replay}. */
@NullMarked
package io.toolgateway.replay;

import org.jspecify.annotations.NullMarked;
