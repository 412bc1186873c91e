@NullMarked
package io.toolgateway.examples.readme;

import org.jspecify.annotations.NullMarked;
