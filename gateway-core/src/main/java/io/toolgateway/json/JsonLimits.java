package io.toolgateway.json;

/**
 * How large a JSON text may be before it is refused.
 *
 * <p>The limits bound the cost of everything that comes after the parser: schema, rules, hash, store and screen.
 *
 * @param maxBytes UTF-8 bytes of the whole text; default 262,144
 * @param maxDepth nesting of objects and arrays; default 64, at most 500
 * @param maxNodes objects, arrays and scalars together; default 10,000
 * @param maxNumberLength characters of one number; default 1,000, at most 100,000
 * @param maxExponent the largest power of ten of a number's first digit, either way; default 308, at most 100,000
 * @since 0.1
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxNodes, int maxNumberLength, int maxExponent) {

    /** 256 KB, 64 levels, 10,000 nodes, numbers of 1,000 characters and exponents of 308. */
    public static final JsonLimits DEFAULT = new JsonLimits(256 * 1024, 64, 10_000, 1_000, 308);

    // Everything behind the parser walks values by recursion, which no stack bears much deeper than this.
    private static final int DEEPEST = 500;

    // Beyond this a whole number no longer fits a reasonable memory when its digits are written out.
    static final int LARGEST_EXPONENT = 100_000;

    // What a host lets in with 100,000 characters may be written with some more: a sign, a point, an exponent.
    private static final int LONGEST_NUMBER = LARGEST_EXPONENT + 100;

    /** The widest there can be, only to read back what some host let in under limits of its own. */
    public static final JsonLimits WIDEST =
            new JsonLimits(Integer.MAX_VALUE, DEEPEST, Integer.MAX_VALUE, LONGEST_NUMBER, LARGEST_EXPONENT);

    /** Refuses limits below one, and those that would let a text overflow the stack or the memory. */
    public JsonLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxNodes < 1 || maxNumberLength < 1 || maxExponent < 1) {
            throw new IllegalArgumentException("every JSON limit must be at least 1");
        }
        if (maxDepth > DEEPEST || maxNumberLength > LONGEST_NUMBER || maxExponent > LARGEST_EXPONENT) {
            throw new IllegalArgumentException("at most " + DEEPEST + " levels, and numbers of " + LARGEST_EXPONENT
                    + " characters and exponents of " + LARGEST_EXPONENT);
        }
    }
}
