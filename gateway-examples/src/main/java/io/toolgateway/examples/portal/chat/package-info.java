/** The assistant's chat: what was said, the loop between model and gateway, and what is told late. */
@NullMarked
package io.toolgateway.examples.portal.chat;

import org.jspecify.annotations.NullMarked;
