package io.toolgateway.testkit.simulation;

import io.toolgateway.proposal.ProposalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What happens in a history, line by line, if anyone wants to read it. */
final class Trace {

    private final boolean isWanted;
    private final List<String> lines = new ArrayList<>();
    private final Map<ProposalId, String> names = new HashMap<>();
    private final World world;

    Trace(World world, boolean isWanted) {
        this.world = world;
        this.isWanted = isWanted;
    }

    void note(String what) {
        note(() -> what);
    }

    void note(Supplier<String> what) {
        if (isWanted) {
            long millis = world.baton().now() / 1_000_000;
            String said = what.get();
            if (said.isEmpty()) {
                return;
            }
            lines.add(
                    "%7.3f %-14s %s".formatted(millis / 1_000.0, Actor.current().name(), said));
        }
    }

    /** Calls a proposal by its token from now on. */
    void name(ProposalId id, String token) {
        names.put(id, token);
    }

    String of(ProposalId id) {
        return names.getOrDefault(id, id.toString());
    }

    List<String> lines() {
        return lines;
    }
}
