@NullMarked
package io.toolgateway.examples;

import org.jspecify.annotations.NullMarked;
