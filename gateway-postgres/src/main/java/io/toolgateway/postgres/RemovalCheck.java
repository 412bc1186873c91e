package io.toolgateway.postgres;

import io.toolgateway.postgres.AuditFinding.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the removals on record against each other, and against what is sealed. */
final class RemovalCheck {

    private final Sql sql;
    private final Transactions transactions;
    private final Findings findings;

    RemovalCheck(Sql sql, Transactions transactions, Findings findings) {
        this.sql = sql;
        this.transactions = transactions;
        this.findings = findings;
    }

    private record Checked(RemovalRow row, long sealedTo) {}

    void run() {
        List<Checked> all = transactions.run((connection, isRepeat) -> new Pipeline()
                .add(sql.get("verify_removals"))
                .read(connection, row -> new Checked(RemovalRow.read(row), row.getLong("sealed_to"))));
        @Nullable RemovalRow last = null;
        for (Checked checked : all) {
            RemovalRow row = checked.row();
            if (!row.follows(last) || !row.hash().equals(row.expectedHash()) || row.removedTo() > checked.sealedTo()) {
                findings.add(Kind.REMOVALS_CHANGED, null, "removal " + row.number());
            }
            last = row;
        }
        findings.keep(all.stream().map(checked -> checked.row().toRemoval()).toList());
    }
}
