package io.toolgateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.stored.ContentHash;
import io.toolgateway.stored.EventHash;
import io.toolgateway.stored.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An auditor with the copies and the seals alone can prove what was removed. */
@Tag("S6")
@Tag("O5")
class ArchiveCopyTest {

    /** Of the columns of a proposal those that never change; the others are where it stands. */
    private static final Set<String> CONTENT = Set.of(ProposalColumns.CONTENT.split(", "));

    private final Map<String, Members> firstEvents = new HashMap<>();
    private final Map<String, Members> lastEvents = new HashMap<>();

    @Test
    void copiesProveThemselves() {
        try (TestDatabase database = TestDatabase.create(HostIds.TEXT);
                PostgresProposalStore store =
                        PostgresProposalStore.on(database.pool()).build()) {
            OldHistory old = new OldHistory(database);
            AuditHistory history = new AuditHistory(store);
            old.write(history, 30);
            old.cut();
            old.write(history, 30);
            ArchivedFile first = new ArchivedFile();
            ArchivedFile second = new ArchivedFile();

            ArchiveReport firstReport = HistoryArchive.on(database.pool()).moveBefore(old.limit(), first);
            ArchiveReport secondReport = HistoryArchive.on(database.pool()).moveBefore(OldHistory.FUTURE, second);

            assertProves(first, firstReport);
            assertProves(second, secondReport);
            assertThat(sealsOf(first) + sealsOf(second)).isEqualTo(old.count("seals"));
            List<Members> both = new ArrayList<>(first.lines("event"));
            both.addAll(second.lines("event"));
            assertWhatIsLeftIsInTheCopies(old, both);
        }
    }

    private static int sealsOf(ArchivedFile file) {
        return file.lines("seal").size();
    }

    private void assertProves(ArchivedFile file, ArchiveReport report) {
        List<Members> lines = file.lines();
        Members end = lines.get(lines.size() - 1);
        assertThat(lines.get(0).text("kind")).isEqualTo("archive");
        assertThat(end.text("kind")).isEqualTo("end");
        assertThat(file.lines("proposal")).hasSize((int) end.number("proposals"));
        assertThat(file.lines("event")).hasSize((int) end.number("events"));
        assertThat(end.number("proposals")).isEqualTo(report.proposals()).isPositive();
        file.lines("event").forEach(this::assertEvent);
        file.lines("proposal").forEach(this::assertProposal);
        assertSeals(file, lines.get(0).number("from_transaction"));
        assertThat(goes(file)).isEqualTo(report.events());
    }

    private void assertEvent(Members event) {
        assertThat(EventHash.of(event.values())).isEqualTo(event.text("hash"));
        String proposal = event.textOrNull("proposal_id");
        if (proposal == null || event.numberOrNull("seq") == null) {
            return;
        }
        Members before = lastEvents.put(proposal, event);
        if (before == null) {
            firstEvents.put(proposal, event);
        } else if (before.number("seq") >= event.number("seq")) {
            // It stayed then, and is in this copy again.
            return;
        }
        assertThat(event.number("seq")).isEqualTo(before == null ? 1 : before.number("seq") + 1);
        assertThat(event.text("previous_hash")).isEqualTo(before == null ? "" : before.text("hash"));
    }

    private void assertProposal(Members proposal) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        proposal.values().forEach((name, value) -> {
            if (!name.equals("kind")) {
                (CONTENT.contains(name) ? content : state).put(name, value);
            }
        });
        String id = proposal.text("id");
        state.put("id", id);
        assertThat(held(firstEvents, id, "content")).isEqualTo(ContentHash.ofContent(content));
        assertThat(held(lastEvents, id, "state")).isEqualTo(ContentHash.ofState(state));
        assertThat(lastEvents.get(id).text("hash")).isEqualTo(proposal.text("event_hash"));
    }

    private static String held(Map<String, Members> events, String proposal, String name) {
        return Members.of(events.get(proposal).text("detail")).text(name);
    }

    private static void assertSeals(ArchivedFile file, long from) {
        assertThat(file.lines("seal")).isNotEmpty().allSatisfy(seal -> {
            assertThat(seal.number("to_transaction")).isGreaterThan(from);
            EventsDigest digest = new EventsDigest();
            file.lines("event").stream()
                    .filter(event -> event.text("tenant_id").equals(seal.text("tenant_id")))
                    .filter(event -> event.number("transaction") >= seal.number("from_transaction")
                            && event.number("transaction") < seal.number("to_transaction"))
                    .forEach(event ->
                            digest.add(event.number("transaction"), event.number("number"), event.text("hash")));
            assertThat(digest.count()).isEqualTo(seal.number("events"));
            assertThat(digest.hash()).isEqualTo(seal.text("events_hash"));
        });
    }

    private static long goes(ArchivedFile file) {
        Set<String> gone = new HashSet<>();
        file.lines("proposal").forEach(line -> gone.add(line.text("id")));
        return file.lines("event").stream()
                .map(event -> event.textOrNull("proposal_id"))
                .filter(proposal -> proposal == null || gone.contains(proposal))
                .count();
    }

    private static void assertWhatIsLeftIsInTheCopies(OldHistory old, List<Members> events) {
        Set<String> known = new HashSet<>();
        events.forEach(event ->
                known.add(event.number("transaction") + " " + event.number("number") + " " + event.text("hash")));
        List<String> left = List.of(old.ask(
                        "SELECT string_agg(transaction || ' ' || number || ' ' || hash, ',') FROM"
                                + " tool_gateway.tool_call_removed_events",
                        row -> row.getString(1))
                .split(","));
        assertThat(left).isNotEmpty();
        assertThat(known).containsAll(left);
    }
}
