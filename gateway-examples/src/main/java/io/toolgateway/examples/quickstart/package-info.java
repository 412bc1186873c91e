/** The smallest whole use of the library. */
@NullMarked
package io.toolgateway.examples.quickstart;

import org.jspecify.annotations.NullMarked;
