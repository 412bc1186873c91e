package io.toolgateway.postgres;

/**
 * The database roles beside the owner of the tables, who migrates.
 *
 * @since 0.1
 */
public enum DatabaseRole {
    /** Does all that a store does. It adds events and cannot change or delete them, nor what was proposed. */
    APPLICATION("application"),
    /** Reads everything, also arguments with their secrets: the chain of events cannot be verified without them. */
    AUDITOR("auditor"),
    /** Reads everything, and removes history as {@link HistoryArchive} does; whatever else is on record it cannot change. */
    ARCHIVIST("archivist");

    private final String resource;

    DatabaseRole(String resource) {
        this.resource = resource;
    }

    String resource() {
        return resource;
    }
}
