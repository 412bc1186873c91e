/** Tests of schemas and their engines. */
@NullMarked
package io.toolgateway.schema;

import org.jspecify.annotations.NullMarked;
