package io.toolgateway.proposal;

import io.toolgateway.caller.TenantId;
import io.toolgateway.json.Json;
import io.toolgateway.tool.Arguments;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash that an approval is bound to: SHA-256 over the tool, its contract's version, the tenant and the arguments in their
 * canonical form, which is exact for numbers.
 *
 * <p>Shape: 64 lower-case hex digits over {@code tg1|<tool>|<tool version>|<tenant>|<canonical arguments>}, the first parts
 * with their length before them so that no two cuts read alike. {@code idempotency_key} is left out: it is made from the hash.
 *
 * @since 0.1
 */
public final class ArgumentsHash {

    /** The argument that the system fills in. */
    public static final String IDEMPOTENCY_KEY = "idempotency_key";

    private ArgumentsHash() {}

    /**
     * Hashes the arguments of a call.
     *
     * @param tool the tool's name
     * @param toolVersion the version of the tool's contract
     * @param tenant the tenant
     * @param arguments completed arguments
     * @return 64 lower-case hex digits
     */
    public static String of(String tool, String toolVersion, TenantId tenant, Arguments arguments) {
        return ofCanonical(tool, toolVersion, tenant, canonical(arguments));
    }

    /**
     * Hashes the arguments of a call whose canonical form is known.
     *
     * @param tool the tool's name
     * @param toolVersion the version of the tool's contract
     * @param tenant the tenant
     * @param canonical what {@link #canonical} gave
     * @return 64 lower-case hex digits
     */
    public static String ofCanonical(String tool, String toolVersion, TenantId tenant, String canonical) {
        return sha256("tg1", tool, toolVersion, tenant.value(), canonical);
    }

    /**
     * The canonical form of the arguments, without the key that the system fills in.
     *
     * @param arguments completed arguments
     * @return canonical JSON text
     */
    public static String canonical(Arguments arguments) {
        return Json.canonical(arguments.without(IDEMPOTENCY_KEY).asMap());
    }

    /**
     * SHA-256 over texts, each with its length before it.
     *
     * @param parts the texts, in order
     * @return 64 lower-case hex digits
     * @throws IllegalArgumentException for a surrogate without its partner: UTF-8 has none, so two texts would read alike
     */
    public static String sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(part));
                digest.update((bytes.remaining() + "|").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a surrogate without its partner cannot be hashed", e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
