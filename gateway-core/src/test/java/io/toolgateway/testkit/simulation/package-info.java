/** Histories of several hosts on one store, in virtual time, out of one seed; start with {@link io.toolgateway.testkit.simulation.Simulation}. */
@NullMarked
package io.toolgateway.testkit.simulation;

import org.jspecify.annotations.NullMarked;
