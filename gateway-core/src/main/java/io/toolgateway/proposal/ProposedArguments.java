package io.toolgateway.proposal;

import io.toolgateway.json.Storable;
import io.toolgateway.tool.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a proposal and what binds them.
 *
 * @param values the completed arguments, with the key where the tool declares it
 * @param shown their JSON text with secrets removed, for records and screens
 * @param hash what an approval is bound to, see {@link ArgumentsHash}
 * @param idempotencyKey 32 lower-case hex digits, see {@link IdempotencyKey}
 * @param resourceVersion what the tool's version function said, or null
 * @since 0.1
 */
public record ProposedArguments(
        Arguments values,
        String shown,
        String hash,
        String idempotencyKey,
        @Nullable String resourceVersion) {

    /** Refuses texts that no store can hold; the values come out of the parser or out of {@link io.toolgateway.json.Json#of}. */
    public ProposedArguments {
        Storable.required(shown, "shown arguments");
        Storable.required(hash, "arguments' hash");
        Storable.required(idempotencyKey, "idempotency key");
        if (resourceVersion != null) {
            Storable.required(resourceVersion, "version of the resource");
        }
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return values.toString();
    }
}
