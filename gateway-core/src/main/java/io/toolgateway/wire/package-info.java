/**
 * Providers' JSON formats, without their SDKs: start with {@link io.toolgateway.wire.WireFormat} and
 * {@link io.toolgateway.wire.Wire}.
 */
@NullMarked
package io.toolgateway.wire;

import org.jspecify.annotations.NullMarked;
