/** The one checker of the invariants: a pure function from a history to its violations, the same for every store and every fault. */
@NullMarked
package io.toolgateway.testkit.checker;

import org.jspecify.annotations.NullMarked;
