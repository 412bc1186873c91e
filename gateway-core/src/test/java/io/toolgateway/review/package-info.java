@NullMarked
package io.toolgateway.review;

import org.jspecify.annotations.NullMarked;
