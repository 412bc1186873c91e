/** What people see before they decide, made by code out of what is stored: start with {@link io.toolgateway.review.Reviews} and {@link io.toolgateway.review.ReviewCard}. */
@NullMarked
package io.toolgateway.review;

import org.jspecify.annotations.NullMarked;
