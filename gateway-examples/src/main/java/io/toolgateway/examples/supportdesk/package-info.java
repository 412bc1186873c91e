/** An online retailer's support desk, in memory or on Postgres: start with {@link io.toolgateway.examples.supportdesk.SupportDesk}. */
@NullMarked
package io.toolgateway.examples.supportdesk;

import org.jspecify.annotations.NullMarked;
