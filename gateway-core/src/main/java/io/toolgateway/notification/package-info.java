/** What is worth telling, to whom, and by which channels; delivered from the outbox of the store in use. */
@NullMarked
package io.toolgateway.notification;

import org.jspecify.annotations.NullMarked;
