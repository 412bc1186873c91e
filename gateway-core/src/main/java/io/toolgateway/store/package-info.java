/** Where proposals are kept: start with {@link io.toolgateway.store.ProposalStore} and {@link io.toolgateway.store.InMemoryProposalStore}. */
@NullMarked
package io.toolgateway.store;

import org.jspecify.annotations.NullMarked;
