@NullMarked
package io.toolgateway.examples.quickstart;

import org.jspecify.annotations.NullMarked;
