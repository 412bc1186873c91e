package io.toolgateway.testkit.simulation;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.store.Tampering;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Invocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is around the gateways and changes while they work: who may what, the documents, and whoever gets at the rows themselves. */
final class Surroundings {

    private final World world;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Set<String> withoutRole = new HashSet<>();

    Surroundings(World world) {
        this.world = world;
    }

    CallerDirectory directory() {
        return this::callerNow;
    }

    private Optional<Caller> callerNow(TenantId tenant, String userId) {
        Actor me = Actor.current();
        world.step(Objects.requireNonNull(me.host));
        if (world.dice().chance(world.conditions().failBefore())) {
            throw new IllegalStateException("the directory does not answer");
        }
        boolean entitled = !withoutRole.contains(userId);
        if (me.asked != null) {
            me.asked.entitled = entitled;
        }
        world.trace().note(() -> "the directory says " + (entitled ? "may" : "may not"));
        return World.ASKERS.stream()
                .filter(asker -> asker.isUser(tenant, userId))
                .map(asker -> entitled ? asker : asker.withRoles())
                .findFirst();
    }

    void changeRole(Caller caller) {
        if (!withoutRole.remove(caller.userId())) {
            withoutRole.add(caller.userId());
        }
        world.trace().note(() -> "*** role of " + caller + ": " + !withoutRole.contains(caller.userId()));
    }

    String versionOf(String document) {
        Actor me = Actor.current();
        world.step(Objects.requireNonNull(me.host));
        if (world.dice().chance(world.conditions().failBefore())) {
            throw new IllegalStateException("the document does not answer");
        }
        String version = version(document);
        if (me.asked != null) {
            me.asked.version = version;
        }
        return version;
    }

    boolean hasVersion(String document, @Nullable String version) {
        return version(document).equals(version);
    }

    private String version(String document) {
        return "v" + versions.getOrDefault(document, 1);
    }

    /** A manual edit. */
    void edit(String document) {
        versions.merge(document, 2, (before, two) -> before + 1);
        world.trace().note(() -> "*** " + document + " is edited by hand");
    }

    /** Another amount, with the hash that was approved or with one that fits. */
    void tamper(Proposal row) {
        Arguments changed =
                row.arguments().with(Shop.AMOUNT, 1_000 + world.dice().below(1_000));
        String hash = world.dice().chance(0.5)
                ? row.argsHash()
                : ArgumentsHash.of(row.tool(), row.content().tool().version(), row.tenant(), changed);
        Tampering.with(
                        world.store(),
                        row.id(),
                        old -> new ProposedArguments(
                                changed, old.shown(), hash, old.idempotencyKey(), old.resourceVersion()))
                .ifPresent(after -> world.book().wasTampered(row, after));
        world.trace()
                .note(() -> "*** " + row.arguments().text(Shop.TOKEN) + " is changed in the database, "
                        + (hash.equals(row.argsHash()) ? "arguments alone" : "hash too"));
    }

    void readBegins(String requestId) {
        world.book().readBegins(requestId, world.store());
    }

    /** What a worker knew when its handler began. */
    void checkAsked(Actor actor, Invocation call) {
        Asked asked = actor.asked;
        if (asked != null && asked.token.equals(call.text(Shop.TOKEN)) && asked.fence == call.fence()) {
            world.book().begunAfter(asked, call.resourceVersion());
        }
    }
}
