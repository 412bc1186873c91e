@NullMarked
package io.toolgateway.examples.portal;

import org.jspecify.annotations.NullMarked;
