/** The fault campaigns on Postgres: what is its own in commits, connections and bytes on the wire. */
@NullMarked
package io.toolgateway.postgres.faults;

import org.jspecify.annotations.NullMarked;
