@NullMarked
package io.toolgateway.examples.supportdesk;

import org.jspecify.annotations.NullMarked;
