@NullMarked
package io.toolgateway.examples.conversation;

import org.jspecify.annotations.NullMarked;
