package io.toolgateway.postgres;

import io.toolgateway.caller.TenantId;
import io.toolgateway.postgres.ArchiveReport.Staying;
import io.toolgateway.postgres.ArchiveReport.Why;
import io.toolgateway.postgres.Candidates.Candidate;
import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Verifies and copies what is before a transaction: the proposals that go, all events, and the seals that are new since the last
 * removal.
 *
 * <p>Threads: confined to one.
 */
final class ArchiveCopy {

    /** A row may hold a result of many megabytes. */
    private static final int ROWS_OF_A_PAGE = 50;

    private static final int KEPT = 1_000;

    private final Sql sql;
    private final Transactions transactions;
    private final Findings findings;
    private final List<Staying> staying = new ArrayList<>();
    private long stayed;
    private long proposals;
    private long events;

    ArchiveCopy(Sql sql, Transactions transactions, Findings findings) {
        this.sql = sql;
        this.transactions = transactions;
        this.findings = findings;
    }

    void write(long from, long to, ArchiveWriter out) {
        out.begin(sql.schema(), from, to);
        new Candidates(sql, transactions).pages(to, ROWS_OF_A_PAGE, page -> proposals(page, out));
        new EventCheck(sql, transactions, findings)
                .runBefore(
                        to,
                        event -> {
                            out.event(event);
                            events += event.isLoose() ? 1 : 0;
                        },
                        seal -> {
                            if (seal.to() > from) {
                                out.seal(seal);
                            }
                        });
        if (findings.isEmpty()) {
            out.end();
        }
    }

    private void proposals(List<Candidate> page, ArchiveWriter out) {
        for (Candidate candidate : page) {
            String why = candidate.stays();
            if (why == null) {
                proposals++;
                events += candidate.events();
            } else if (++stayed <= KEPT) {
                staying.add(new Staying(
                        TenantId.of(candidate.tenant()),
                        new ProposalId(UUID.fromString(candidate.id())),
                        Why.valueOf(why.toUpperCase(Locale.ROOT))));
            }
        }
        String[] going =
                page.stream().filter(Candidate::goes).map(Candidate::id).toArray(String[]::new);
        ProposalPage rows = new ProposalCheck(sql, transactions, findings).run(going);
        rows.rows().forEach(read -> out.proposal(read.columns()));
    }

    /** How many proposals go. */
    long proposals() {
        return proposals;
    }

    /** How many events go. */
    long events() {
        return events;
    }

    List<Staying> staying() {
        return staying;
    }

    long stayed() {
        return stayed;
    }
}
