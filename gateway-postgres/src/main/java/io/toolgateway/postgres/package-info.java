/** The lasting record on Postgres: not built yet. */
@NullMarked
package io.toolgateway.postgres;

import org.jspecify.annotations.NullMarked;
