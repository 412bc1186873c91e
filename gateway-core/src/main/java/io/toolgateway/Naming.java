package io.toolgateway;

import io.toolgateway.SentReference.Known;
import java.util.Map;

/** Says what the references of a call have come to so far. */
@FunctionalInterface
interface Naming {

    /** Of a call that has none. */
    Naming NONE = references -> Map.of();

    Map<String, Known> of(Map<String, SentReference> references);
}
