package io.toolgateway.caller;

/**
 * The isolation boundary: no query, decision or count ever crosses it.
 *
 * @param value the host's own id of the tenant; not blank, at most 200 characters
 * @since 0.1
 */
public record TenantId(String value) {

    /** Refuses a blank or overlong id. */
    public TenantId {
        Caller.requireId(value, "tenant");
    }

    /**
     * A tenant by its id.
     *
     * @param value the host's own id
     * @return the tenant
     */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
