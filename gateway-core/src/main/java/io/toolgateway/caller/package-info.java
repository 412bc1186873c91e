/** Who asks, and for whom: facts of the host's authenticated session, never of the model. */
@NullMarked
package io.toolgateway.caller;

import org.jspecify.annotations.NullMarked;
