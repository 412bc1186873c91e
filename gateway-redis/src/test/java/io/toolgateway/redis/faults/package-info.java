/** Campaigns of faults against the store on Redis. */
@NullMarked
package io.toolgateway.redis.faults;

import org.jspecify.annotations.NullMarked;
