/** What a proposal came to, as the application and the model are told; start with {@link io.toolgateway.outcome.Outcome}. */
@NullMarked
package io.toolgateway.outcome;

import org.jspecify.annotations.NullMarked;
