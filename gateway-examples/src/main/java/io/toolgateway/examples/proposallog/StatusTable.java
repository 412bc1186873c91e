package io.toolgateway.examples.proposallog;

import io.toolgateway.audit.TextTable;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.redis.LogEntry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the proposals of each tool stand. An entry may be read twice, and an older one after a newer one: the version decides. */
final class StatusTable {

    private final Map<ProposalId, LogEntry> latest = new HashMap<>();

    void add(LogEntry entry) {
        latest.merge(entry.proposal(), entry, (one, other) -> one.version() < other.version() ? other : one);
    }

    int proposals() {
        return latest.size();
    }

    @Override
    public String toString() {
        Map<String, Map<ProposalStatus, Integer>> tools = new TreeMap<>();
        latest.values()
                .forEach(entry -> tools.computeIfAbsent(entry.tool(), tool -> new EnumMap<>(ProposalStatus.class))
                        .merge(entry.status(), 1, Integer::sum));
        TextTable table = new TextTable(Stream.concat(
                        Stream.of("Tool Name"),
                        Arrays.stream(ProposalStatus.values()).map(ProposalStatus::text))
                .toArray(String[]::new));
        tools.forEach((tool, counts) -> table.row(Stream.concat(
                        Stream.of(tool),
                        Arrays.stream(ProposalStatus.values()).map(status -> counts.getOrDefault(status, 0)))
                .toArray()));
        return table.toString();
    }
}
