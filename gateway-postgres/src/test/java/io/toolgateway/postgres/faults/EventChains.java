package io.toolgateway.postgres.faults;

import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.testkit.server.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Verifies the chain of each proposal's events straight from the table, by a second writing of what the hash is made of (I15). */
final class EventChains {

    private static final List<String> HASHED = List.of(
            "previous_hash",
            "tenant_id",
            "user_id",
            "request_id",
            "tool_name",
            "type",
            "at",
            "actor",
            "proposal_id",
            "seq",
            "transition_id",
            "status",
            "fence",
            "detail");

    private static final String EVENTS = "SELECT hash, " + String.join(", ", HASHED)
            + " FROM tool_gateway.tool_call_events ORDER BY proposal_id, seq NULLS LAST, number";

    private final Database database;

    EventChains(Database database) {
        this.database = database;
    }

    /** What is wrong with them. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(EVENTS)) {
            Link before = Link.NONE;
            while (row.next()) {
                Link link = new Link(row.getString("proposal_id"), row.getLong("seq"), row.getString("hash"));
                String where = "event " + link.seq + " of " + link.proposal;
                if (!link.hash.equals(hash(row))) {
                    faults.add(where + ": its hash is not of what it says");
                }
                if (row.getString("previous_hash") != null) {
                    if (!link.follows(before, row.getString("previous_hash"))) {
                        faults.add(where + ": it does not follow the one before");
                    }
                    before = link;
                }
            }
        } catch (SQLException e) {
            throw new AssertionError("the events cannot be read", e);
        }
        return faults;
    }

    private static String hash(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>(List.of("tge1"));
        for (String column : HASHED) {
            String value = column.equals("at")
                    ? row.getObject(column, OffsetDateTime.class).toInstant().toString()
                    : row.getString(column);
            parts.add(value == null ? "-" : "+" + value);
        }
        return ArgumentsHash.sha256(parts.toArray(String[]::new));
    }

    private record Link(String proposal, long seq, String hash) {

        static final Link NONE = new Link("", 0, "");

        boolean follows(Link before, String previousHash) {
            boolean isFirst = !Objects.equals(proposal, before.proposal);
            return isFirst
                    ? seq == 1 && previousHash.isEmpty()
                    : seq == before.seq + 1 && previousHash.equals(before.hash);
        }
    }
}
