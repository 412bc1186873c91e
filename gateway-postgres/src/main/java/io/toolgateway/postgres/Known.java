package io.toolgateway.postgres;

import io.toolgateway.proposal.Content;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.store.NewProposal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has to know before it stores something new: the time, what is switched off, and what has the keys already.
 *
 * <p>Threads: confined to one.
 */
final class Known {

    private final Instant now;
    private final Switched switched;
    private final Map<Key, Proposal> stored;

    private Known(Instant now, Switched switched, Map<Key, Proposal> stored) {
        this.now = now;
        this.switched = switched;
        this.stored = stored;
    }

    private record Key(String tenant, String user, String key) {
        static Key of(Content content) {
            return new Key(
                    content.origin().caller().tenant().value(),
                    content.origin().caller().userId(),
                    content.arguments().idempotencyKey());
        }
    }

    private record Found(
            Instant now,
            @Nullable String switches,
            @Nullable Proposal proposal) {
        static Found read(ResultSet row) throws SQLException {
            return new Found(
                    row.getObject("now", OffsetDateTime.class).toInstant(),
                    row.getString("switches"),
                    row.getString("id") == null
                            ? null
                            : ProposalReader.read(row).proposal());
        }
    }

    /** For a transaction that stores nothing new. */
    static Known nothing() {
        return new Known(Instant.MIN, Switched.of(null), Map.of());
    }

    /** Begins a transaction, holds the switches as they are, and looks. */
    static Known load(Connection connection, Sql sql, Collection<NewProposal> wanted) throws SQLException {
        Set<Key> keys = new HashSet<>();
        wanted.forEach(proposal -> keys.add(Key.of(proposal.content())));
        List<Found> found = new Pipeline()
                .add(sql.get("begin"))
                .add(sql.get("lock_switches_shared"))
                .add(
                        sql.get("load_for_insert"),
                        texts(keys, Key::tenant),
                        texts(keys, Key::user),
                        texts(keys, Key::key))
                .read(connection, Found::read);
        Map<Key, Proposal> stored = new HashMap<>();
        for (Found one : found) {
            if (one.proposal() != null) {
                stored.put(Key.of(one.proposal().content()), one.proposal());
            }
        }
        return new Known(found.get(0).now(), Switched.of(found.get(0).switches()), stored);
    }

    private static String[] texts(Set<Key> keys, Function<Key, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }

    Instant now() {
        return now;
    }

    Optional<String> firstOff(List<NewProposal> proposals) {
        return switched.firstOff(proposals);
    }

    /** What is stored under the key of a new proposal. */
    @Nullable
    Proposal storedAs(NewProposal wanted) {
        return stored.get(Key.of(wanted.content()));
    }

    /** Refuses keys that are taken, or twice among these. */
    void requireNew(List<Proposal> proposals) {
        Set<Key> mine = new HashSet<>();
        for (Proposal proposal : proposals) {
            Key key = Key.of(proposal.content());
            if (stored.containsKey(key) || !mine.add(key)) {
                throw new IllegalArgumentException("a new proposal needs a key of its own");
            }
        }
    }

    /** These will be stored: whoever comes later in the transaction finds them. */
    void add(List<Proposal> proposals) {
        proposals.forEach(proposal -> stored.put(Key.of(proposal.content()), proposal));
    }
}
