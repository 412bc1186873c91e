package io.toolgateway.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema made ready by one of the engines. */
interface Checker {

    /** Everything that does not fit; empty if the value fits. Thread-safe, never throws for a JSON value. */
    List<Violation> check(@Nullable Object value);

    /** Whether the value fits, stopping at the first thing that does not. */
    boolean accepts(@Nullable Object value);
}
