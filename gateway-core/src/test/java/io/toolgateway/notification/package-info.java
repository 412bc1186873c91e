/** Tests of notifications. */
@NullMarked
package io.toolgateway.notification;

import org.jspecify.annotations.NullMarked;
