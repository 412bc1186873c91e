/**
 * How proposals and events are written down, for those who write a store: start with {@link io.toolgateway.stored.ProposalForm}
 * and {@link io.toolgateway.stored.EventForm}.
 */
@NullMarked
package io.toolgateway.stored;

import org.jspecify.annotations.NullMarked;
