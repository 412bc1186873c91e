/** A reader of the log of proposals on Redis, which comes when all is over and misses nothing. */
@NullMarked
package io.toolgateway.examples.proposallog;

import org.jspecify.annotations.NullMarked;
