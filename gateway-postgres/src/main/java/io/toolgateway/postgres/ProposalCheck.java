package io.toolgateway.postgres;

import io.toolgateway.postgres.AuditFinding.Kind;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.stored.ContentHash;
import io.toolgateway.stored.EventHash;
import io.toolgateway.stored.ProposalForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds proposals against their events: the chain, its head, what was proposed, and where it stands. */
final class ProposalCheck {

    private static final String BEFORE_ALL = "00000000-0000-0000-0000-000000000000";
    /** A row may hold a result of many megabytes. */
    private static final int ROWS_OF_A_PAGE = 50;

    private final Sql sql;
    private final Transactions transactions;
    private final Findings findings;

    ProposalCheck(Sql sql, Transactions transactions, Findings findings) {
        this.sql = sql;
        this.transactions = transactions;
        this.findings = findings;
    }

    void run(AuditScope scope) {
        String after = BEFORE_ALL;
        ProposalPage page;
        do {
            String last = after;
            page = transactions.run(
                    (connection, isRepeat) -> ProposalPage.load(connection, sql, scope, last, ROWS_OF_A_PAGE));
            List<ProposalPage.Read> rows = page.rows();
            for (ProposalPage.Read read : rows) {
                check(read, page);
                after = read.id();
            }
            findings.countProposals(rows.size());
        } while (page.rows().size() == ROWS_OF_A_PAGE);
    }

    /** These alone; gives what was read. */
    ProposalPage run(String[] ids) {
        ProposalPage page = transactions.run((connection, isRepeat) -> ProposalPage.load(connection, sql, ids));
        page.rows().forEach(read -> check(read, page));
        return page;
    }

    private void check(ProposalPage.Read read, ProposalPage page) {
        List<StoredEvent> chain = page.events().getOrDefault(read.id(), List.of());
        require(isChain(chain, read.tenant()), Kind.CHAIN_BROKEN, read);
        Row row = read.row();
        require(row != null, Kind.UNREADABLE, read);
        if (row == null) {
            return;
        }
        StoredEvent first = chain.isEmpty() ? null : chain.get(0);
        StoredEvent last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
        require(isHead(last, row), Kind.HEAD_DIFFERS, read);
        boolean isContent = isHeld(first, "content", ContentHash.ofContent(ProposalForm.content(row.proposal())))
                && isHashOfArguments(row.proposal())
                && !page.changedContent().contains(read.id());
        require(isContent, Kind.CONTENT_CHANGED, read);
        boolean isState = isHeld(last, "state", ContentHash.ofState(ProposalForm.state(row.proposal())))
                && !page.changedState().contains(read.id());
        require(isState, Kind.STATE_CHANGED, read);
        require(!page.changedVotes().contains(read.id()), Kind.VOTES_DIFFER, read);
    }

    private void require(boolean isAsWritten, Kind otherwise, ProposalPage.Read read) {
        if (!isAsWritten) {
            findings.add(otherwise, read.tenant(), "proposal " + read.id());
        }
    }

    private static boolean isChain(List<StoredEvent> chain, String tenant) {
        String hash = EventHash.GENESIS;
        long seq = 0;
        for (StoredEvent event : chain) {
            seq++;
            if (event.seq() != seq
                    || !hash.equals(event.previousHash())
                    || !event.tenant().equals(tenant)) {
                return false;
            }
            hash = event.hash();
        }
        return seq > 0;
    }

    private static boolean isHead(@Nullable StoredEvent last, Row row) {
        return last != null
                && last.seq() == row.proposal().version()
                && last.hash().equals(row.eventHash());
    }

    private static boolean isHeld(@Nullable StoredEvent event, String name, String expected) {
        return event != null && expected.equals(event.held(name));
    }

    private static boolean isHashOfArguments(Proposal proposal) {
        String hash = ArgumentsHash.of(
                proposal.tool(),
                proposal.content().tool().version(),
                proposal.tenant(),
                proposal.content().arguments().values());
        return hash.equals(proposal.argsHash());
    }
}
