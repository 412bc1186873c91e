/** The gateway between a model's tool calls and an application's data; start with {@link io.toolgateway.Gateway}. */
@NullMarked
package io.toolgateway;

import org.jspecify.annotations.NullMarked;
