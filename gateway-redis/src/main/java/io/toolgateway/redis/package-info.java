/** The record, the queue and the live view on Redis: start with {@link io.toolgateway.redis.RedisProposalStore}. */
@NullMarked
package io.toolgateway.redis;

import org.jspecify.annotations.NullMarked;
