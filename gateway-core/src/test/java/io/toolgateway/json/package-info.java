/** Tests of the JSON values. */
@NullMarked
package io.toolgateway.json;

import org.jspecify.annotations.NullMarked;
