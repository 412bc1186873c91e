/** A conversation that hears hours later what came of its call. */
@NullMarked
package io.toolgateway.examples.conversation;

import org.jspecify.annotations.NullMarked;
