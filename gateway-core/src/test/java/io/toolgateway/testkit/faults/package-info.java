/** Processes that are killed, stopped and cut off, for whatever store: workers, clients, failpoints, a proxy, campaigns. */
@NullMarked
package io.toolgateway.testkit.faults;

import org.jspecify.annotations.NullMarked;
