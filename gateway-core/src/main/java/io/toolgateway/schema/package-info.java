/** What a tool's arguments must look like, checked at registration and on every call; start with {@link io.toolgateway.schema.SchemaEngine}. */
@NullMarked
package io.toolgateway.schema;

import org.jspecify.annotations.NullMarked;
