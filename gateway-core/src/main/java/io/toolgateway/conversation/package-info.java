/**
 * How a conversation hears what came of its calls, even hours later; start with {@link io.toolgateway.conversation.LateResults}.
 */
@NullMarked
package io.toolgateway.conversation;

import org.jspecify.annotations.NullMarked;
