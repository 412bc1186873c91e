/** Runs what was allowed or approved, once where once matters; start with {@link io.toolgateway.execution.Executor}. */
@NullMarked
package io.toolgateway.execution;

import org.jspecify.annotations.NullMarked;
