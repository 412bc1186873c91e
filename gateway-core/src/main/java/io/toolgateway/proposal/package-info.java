/** A proposal and its state machine, in one place and without stores, threads or clocks; start with {@link io.toolgateway.proposal.Proposal} and {@link io.toolgateway.proposal.Lifecycle}. */
@NullMarked
package io.toolgateway.proposal;

import org.jspecify.annotations.NullMarked;
