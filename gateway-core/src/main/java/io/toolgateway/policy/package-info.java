/** Rules in code that judge a call: pure functions without I/O; start with {@link io.toolgateway.policy.Policy}. */
@NullMarked
package io.toolgateway.policy;

import org.jspecify.annotations.NullMarked;
