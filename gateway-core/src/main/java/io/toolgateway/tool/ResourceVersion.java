package io.toolgateway.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a call is about, as it is now.
 *
 * @param version the version that the tool reports, or its material state as text; null if the tool reports none, or there is no such
 *     resource
 * @param resource equal for calls whose version was reported by the same function from the same arguments, so that they are about the
 *     same resource. Null where that is not known, or where a write may leave the version as it is: of a tool without a version, or
 *     with a material state
 * @since 0.1
 */
public record ResourceVersion(
        @Nullable String version, @Nullable Object resource) {

    /** Nothing is known. */
    public static final ResourceVersion NONE = new ResourceVersion(null, null);
}
