/** How often callers may propose: rates, and who counts them. */
@NullMarked
package io.toolgateway.limit;

import org.jspecify.annotations.NullMarked;
