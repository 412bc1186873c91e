package io.toolgateway.postgres;

import io.toolgateway.postgres.AuditFinding.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes along a tenant's events and seals, both in their order.
 *
 * <p>Threads: confined to one.
 */
final class SealWalk {

    private static final int SEALS_OF_A_PAGE = 100;

    private final String tenant;
    private final long sealedTo;
    private final Sql sql;
    private final Transactions transactions;
    private final Findings findings;
    private final Consumer<SealRow> passed;
    private final Queue<SealRow> ahead = new ArrayDeque<>();
    private boolean isLastPage;
    private @Nullable SealRow last;
    private EventsDigest digest = new EventsDigest();

    /**
     * Along the seals that end by a transaction.
     *
     * @param passed gets each of them
     */
    SealWalk(
            String tenant,
            long sealedTo,
            Sql sql,
            Transactions transactions,
            Findings findings,
            Consumer<SealRow> passed) {
        this.tenant = tenant;
        this.sealedTo = sealedTo;
        this.sql = sql;
        this.transactions = transactions;
        this.findings = findings;
        this.passed = passed;
    }

    /** The tenant's next event. */
    void add(StoredEvent event) {
        SealRow seal = seal();
        while (seal != null && event.transaction() >= seal.to()) {
            close(seal);
            seal = seal();
        }
        if (seal == null && event.transaction() >= sealedTo) {
            findings.countUnsealed();
        } else if (seal == null || event.transaction() < seal.from()) {
            findings.add(Kind.SEAL_MISSING, event);
        } else {
            digest.add(event.transaction(), event.number(), event.hash());
        }
    }

    /** There are no more events: the other seals are over none. */
    void finish() {
        for (SealRow seal = seal(); seal != null; seal = seal()) {
            close(seal);
        }
    }

    private void close(SealRow seal) {
        findings.countSeal();
        passed.accept(seal);
        if (!seal.hash().equals(seal.expectedHash())) {
            findings.add(Kind.SEAL_CHANGED, seal);
        }
        if (!seal.follows(last)) {
            findings.add(Kind.SEAL_BROKEN, seal);
        }
        if (seal.events() != digest.count() || !seal.eventsHash().equals(digest.hash())) {
            findings.add(Kind.SEALED_EVENTS_DIFFER, seal);
        }
        digest = new EventsDigest();
        last = seal;
        ahead.remove();
    }

    /** The seal that comes next, if one does. */
    private @Nullable SealRow seal() {
        if (ahead.isEmpty() && !isLastPage) {
            long after = last == null ? Long.MIN_VALUE : last.number();
            ahead.addAll(transactions.run((connection, isRepeat) -> new Pipeline()
                    .add(sql.get("verify_seals"), tenant, after, sealedTo, SEALS_OF_A_PAGE)
                    .read(connection, SealRow::read)));
            isLastPage = ahead.size() < SEALS_OF_A_PAGE;
        }
        return ahead.peek();
    }
}
