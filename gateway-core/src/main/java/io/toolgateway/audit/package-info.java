/** What happened, for listeners, logs and the record: start with {@link io.toolgateway.audit.AuditEvent} and {@link io.toolgateway.audit.GatewayListener}. */
@NullMarked
package io.toolgateway.audit;

import org.jspecify.annotations.NullMarked;
