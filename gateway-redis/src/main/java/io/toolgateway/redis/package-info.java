/** The queue and the live view on Redis Streams: not built yet. */
@NullMarked
package io.toolgateway.redis;

import org.jspecify.annotations.NullMarked;
