/** JSON as plain values: one strict parser, one writer, one canonical form; start with {@link io.toolgateway.json.Json}. */
@NullMarked
package io.toolgateway.json;

import org.jspecify.annotations.NullMarked;
