package io.toolgateway.redis;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.EventQuery;
import io.toolgateway.stored.EventForm;
import io.toolgateway.stored.Members;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Reads events back, in the order in which they were recorded.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Journal {

    private static final Lua EVENTS = Lua.named("events");
    private static final int READ_AT_ONCE = 500;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Server server;
    private final Loading loading;

    Journal(Server server, Loading loading) {
        this.server = server;
        this.loading = loading;
    }

    List<AuditEvent> events(Keys keys, EventQuery query) {
        List<String> ids = ids(keys, query).stream()
                .map(StreamEntryID::new)
                .sorted()
                .map(StreamEntryID::toString)
                .toList();
        List<AuditEvent> events = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += READ_AT_ONCE) {
            events.addAll(read(keys, query, ids.subList(from, Math.min(ids.size(), from + READ_AT_ONCE))));
        }
        return events.stream().filter(query::matches).toList();
    }

    /** The entries that may be meant. */
    private List<String> ids(Keys keys, EventQuery query) {
        ProposalId proposal = query.proposal();
        String request = query.requestId();
        Instant from = query.from();
        return server.call(redis -> {
            if (proposal != null) {
                return redis.lrange(keys.eventsOf(proposal), 0, -1);
            }
            if (request != null) {
                return redis.lrange(keys.eventsOf(query.tenant(), request), 0, -1);
            }
            String least = from == null ? "-inf" : String.valueOf(Written.micros(bounded(from)));
            return redis.zrange(
                    keys.eventsByTime(query.tenant()), new ZRangeParams(Protocol.Keyword.BYSCORE, least, "+inf"));
        });
    }

    private List<AuditEvent> read(Keys keys, EventQuery query, List<String> ids) {
        String stream = keys.events(query.tenant());
        // Not by a pipeline: in a cluster it follows no slot that has moved, and throws what is no failure of Redis'.
        List<Members> forms = ((List<?>) server.run(EVENTS, List.of(stream), ids))
                .stream().map(text -> Members.of((String) text)).toList();
        Set<ProposalId> proposals = new HashSet<>();
        forms.stream().filter(Journal::isLink).forEach(form -> proposals.add(new ProposalId(form.uuid("proposal_id"))));
        Held held = loading.load(keys, Need.ofRows(proposals));
        List<AuditEvent> events = new ArrayList<>(forms.size());
        for (Members form : forms) {
            Proposal proposal = isLink(form) ? held.find(new ProposalId(form.uuid("proposal_id"))) : null;
            events.add(EventForm.read(form, proposal));
        }
        return events;
    }

    /** Before or after all that is stored: microseconds reach no further. */
    private static Instant bounded(Instant from) {
        Instant notTooLate = from.isAfter(LAST) ? LAST : from;
        return notTooLate.isBefore(Instant.EPOCH) ? Instant.EPOCH : notTooLate;
    }

    private static boolean isLink(Members form) {
        return Objects.nonNull(form.numberOrNull("seq"));
    }
}
