/**
 * What a record and a live view beside it know of each other: start with {@link io.toolgateway.live.LiveView}. For those who write
 * a store or a view.
 */
@NullMarked
package io.toolgateway.live;

import org.jspecify.annotations.NullMarked;
