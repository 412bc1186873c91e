package io.toolgateway.schema;

import io.toolgateway.GatewayException;

/**
 * A schema cannot be registered, because a part of it would not be enforced exactly as it reads.
 *
 * <p>The message says where, which keyword and why, and names the second engine where that one would do.
 *
 * @since 0.1
 */
public final class SchemaRefusedException extends GatewayException {

    private static final long serialVersionUID = 1;

    private final String pointer;
    private final String keyword;
    private final String reason;

    SchemaRefusedException(String pointer, String keyword, String reason) {
        super("schema refused at '" + pointer + "': " + (keyword.isEmpty() ? "" : keyword + ": ") + reason, null);
        this.pointer = pointer;
        this.keyword = keyword;
        this.reason = reason;
    }

    /**
     * Where the refused part stands.
     *
     * @return a JSON Pointer into the schema; empty for its root
     */
    public String pointer() {
        return pointer;
    }

    /**
     * The keyword that was refused.
     *
     * @return the keyword; empty if no single keyword is to blame
     */
    public String keyword() {
        return keyword;
    }

    /**
     * Why it was refused.
     *
     * @return one sentence
     */
    public String reason() {
        return reason;
    }
}
