package io.toolgateway.examples.supportdesk;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.CallRecord;
import io.toolgateway.audit.Timeline;
import io.toolgateway.caller.TenantId;
import io.toolgateway.postgres.AuditReport;
import io.toolgateway.postgres.AuditVerification;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.StoreException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What an auditor asks for: everything that is on record of one request, and whether the record is as it was written. */
final class AuditTrail {

    private final DataSource pool;
    private final String schema;

    AuditTrail(DataSource pool, String schema) {
        this.pool = pool;
        this.schema = schema;
    }

    /** Prints both. {@return whether the record is as it was written} */
    boolean print(TenantId tenant, String requestId, PrintStream out) {
        AuditReport report = AuditVerification.on(pool, schema).all();
        try {
            print(events(EventQuery.ofRequest(tenant, requestId)), out);
        } catch (StoreException e) {
            if (report.isIntact()) {
                throw e;
            }
            out.println("What is on record of this request cannot be read any more.");
        }
        print(report, out);
        return report.isIntact();
    }

    private List<AuditEvent> events(EventQuery query) {
        try (PostgresProposalStore store =
                PostgresProposalStore.on(pool).in(schema).build()) {
            return store.events(query);
        }
    }

    /** Who asked and what happened, line by line; then which rules decided what. */
    private static void print(List<AuditEvent> events, PrintStream out) {
        if (events.isEmpty()) {
            out.println("Nothing is on record of this request.");
        }
        out.print(Timeline.of(events));
        out.println();
        events.stream().flatMap(event -> decided(event).stream()).distinct().forEach(out::println);
    }

    private static Optional<String> decided(AuditEvent event) {
        Map<String, @Nullable Object> record = CallRecord.of(event).members();
        return Optional.ofNullable(event.decision())
                .map(decision -> String.format(
                        "%s: %s by the rule \"%s\" of %s",
                        record.get("tool_name"),
                        record.get("verdict"),
                        String.join("\" and \"", decision.rules()),
                        record.get("policy")));
    }

    private static void print(AuditReport report, PrintStream out) {
        out.printf(
                "%nVerified in this schema: proposals %d, events %d (not sealed yet %d), seals %d, changes of switches %d%n",
                report.proposals(), report.events(), report.unsealed(), report.seals(), report.switchChanges());
        if (report.isIntact()) {
            out.println("The record is as it was written.");
        } else {
            out.printf("THE RECORD IS NOT AS IT WAS WRITTEN. Findings: %d%n", report.found());
            report.findings().forEach(out::println);
        }
    }
}
