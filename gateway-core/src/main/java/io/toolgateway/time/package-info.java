/** The seams of time: a clock and a scheduler that tests replace. */
@NullMarked
package io.toolgateway.time;

import org.jspecify.annotations.NullMarked;
