package io.toolgateway.examples.supportdesk;

import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.redis.LogEntry;
import io.toolgateway.redis.ProposalLog;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the log on Redis has of one tool's proposals. An entry may come twice, and counts once. Confined to one thread. */
final class LogCount implements AutoCloseable {

    private static final Duration AT_MOST = Duration.ofMillis(100);

    private final ProposalLog log;
    private final String tool;
    private final Map<ProposalStatus, Set<ProposalId>> seen = new EnumMap<>(ProposalStatus.class);

    LogCount(ProposalLog log, String tool) {
        this.log = log;
        this.tool = tool;
    }

    /** Reads what is there, or waits a moment for something to come. */
    void read() throws InterruptedException {
        log.read(AT_MOST, this::add);
    }

    private void add(LogEntry entry) {
        if (entry.tool().equals(tool)) {
            seen.computeIfAbsent(entry.status(), none -> new TreeSet<>()).add(entry.proposal());
        }
    }

    int of(ProposalStatus status) {
        return seen.getOrDefault(status, Set.of()).size();
    }

    int entries() {
        return seen.values().stream().mapToInt(Set::size).sum();
    }

    /** How many have become what. */
    @Override
    public String toString() {
        return seen.entrySet().stream()
                .map(entry -> entry.getKey().text() + " " + entry.getValue().size())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        log.close();
    }
}
