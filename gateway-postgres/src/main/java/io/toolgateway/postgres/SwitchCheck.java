package io.toolgateway.postgres;

import io.toolgateway.postgres.AuditFinding.Kind;
import io.toolgateway.stored.EventHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the changes of switches against each other, and against what is off now. */
final class SwitchCheck {

    private final Sql sql;
    private final Transactions transactions;
    private final Findings findings;

    SwitchCheck(Sql sql, Transactions transactions, Findings findings) {
        this.sql = sql;
        this.transactions = transactions;
        this.findings = findings;
    }

    private record Key(String tool, @Nullable String tenant) {}

    private record Off(Key key, String by) {

        static Off read(ResultSet row) throws SQLException {
            return new Off(new Key(row.getString("tool_name"), row.getString("tenant_id")), row.getString("off_by"));
        }
    }

    private record All(List<SwitchRow> changes, List<Off> now) {}

    void run() {
        All all = transactions.run((connection, isRepeat) -> load(connection));
        findings.countSwitchChanges(all.changes().size());
        Map<Key, Off> off = new HashMap<>();
        String hash = EventHash.GENESIS;
        long number = 0;
        for (SwitchRow change : all.changes()) {
            number++;
            if (change.number() != number
                    || !change.previousHash().equals(hash)
                    || !change.hash().equals(change.expectedHash())) {
                findings.add(Kind.SWITCHES_CHANGED, change.tenant(), "switch change " + change.number());
            }
            hash = change.hash();
            number = change.number();
            Key key = new Key(change.tool(), change.tenant());
            if (change.isOff()) {
                off.put(key, new Off(key, change.by()));
            } else {
                off.remove(key);
            }
        }
        Set<Off> now = new HashSet<>(all.now());
        if (!now.equals(new HashSet<>(off.values()))) {
            findings.add(Kind.SWITCHES_CHANGED, null, "what is off now");
        }
    }

    private All load(Connection connection) throws SQLException {
        List<SwitchRow> changes = new Pipeline()
                .add(sql.get("verify_begin"))
                .add(sql.get("switch_changes"))
                .read(connection, SwitchRow::read);
        return new All(changes, new Pipeline().add(sql.get("verify_switches")).read(connection, Off::read));
    }
}
