/** A customer portal with the assistant's chat, on the JDK's own HTTP server; start with {@link io.toolgateway.examples.portal.PortalServer}. */
@NullMarked
package io.toolgateway.examples.portal;

import org.jspecify.annotations.NullMarked;
