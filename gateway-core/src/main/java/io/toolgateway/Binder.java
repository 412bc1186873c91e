package io.toolgateway;

import io.toolgateway.audit.ErrorKind;
import io.toolgateway.json.Storable;
import io.toolgateway.proposal.ArgumentsHash;
import io.toolgateway.proposal.IdSource;
import io.toolgateway.proposal.IdempotencyKey;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposedArguments;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.MaterialStateException;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ResourceVersion;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds a call to its record by hash and key, and finds the record that a repeat has already. */
final class Binder {

    private static final Logger LOG = LoggerFactory.getLogger(Binder.class);

    private final ProposalStore store;
    private final IdSource ids;

    Binder(ProposalStore store, IdSource ids) {
        this.store = store;
        this.ids = ids;
    }

    /** What a refused call came to when it was made before: its own effect is no reason to refuse its repeat (SPEC P10). */
    Optional<Assessment> repeated(Draft draft) {
        RegisteredTool tool = draft.tool();
        if (!tool.tool().effect().writes() || !isRepeatable(draft)) {
            return Optional.empty();
        }
        String hash;
        String key;
        try {
            String canonical = ArgumentsHash.canonical(draft.arguments());
            hash = hash(draft, canonical);
            key = key(draft, canonical);
        } catch (IllegalArgumentException withoutKey) {
            return Optional.empty();
        }
        return find(draft, hash, key);
    }

    /** The same for a call that was accepted: a step of a chain that was recorded before is no step again. */
    Optional<Assessment> recorded(Assessment.Accepted call) {
        return find(call.draft(), call.binding().hash(), call.binding().idempotencyKey());
    }

    /**
     * What a write that refers to other calls' results came to when it was made before in the same words, whatever those calls
     * return now.
     */
    Optional<Assessment> madeBefore(Draft draft) {
        return draft.tool().tool().effect().writes() && isKnownByKey(draft)
                ? find(draft, "", plainKey(draft))
                : Optional.empty();
    }

    private static boolean isKnownByKey(Draft draft) {
        return draft.hasReferences() && draft.request.key() != null;
    }

    private static boolean isRepeatable(Draft draft) {
        return draft.takesThePlaceOf() != null || IdempotencyKey.isRepeatable(draft.request, draft.sent.id());
    }

    private Optional<Assessment> find(Draft draft, String hash, String key) {
        ProposalQuery query = ProposalQuery.of(draft.caller.tenant())
                .triggeredBy(draft.caller.userId())
                .ofTool(draft.tool().tool().name())
                .keyed(key);
        return store.search(query).proposals().stream()
                .filter(earlier -> isKnownByKey(draft) || earlier.argsHash().equals(hash))
                .findFirst()
                .map(earlier -> new Assessment.Repeated(draft, draft.subject(), earlier));
    }

    private static String hash(Draft draft, String canonical) {
        RegisteredTool tool = draft.tool();
        return ArgumentsHash.ofCanonical(tool.tool().name(), tool.version(), draft.caller.tenant(), canonical);
    }

    /** Not out of the hash that approvals are bound to: a tool deployed anew must not make a repeat a new call. */
    private String key(Draft draft, String canonical) {
        String known = draft.plainKey();
        if (known != null) {
            return known;
        }
        String key = newKey(draft, draft.hasReferences() ? ArgumentsHash.canonical(draft.named()) : canonical);
        draft.keyed(key);
        return key;
    }

    /** The key of a call by itself, whether it is recorded or not. */
    String plainKey(Draft draft) {
        return key(draft, ArgumentsHash.canonical(draft.arguments()));
    }

    private String newKey(Draft draft, String canonical) {
        Proposal earlier = draft.takesThePlaceOf();
        if (earlier != null) {
            return IdempotencyKey.again(earlier.content().arguments().idempotencyKey());
        }
        return IdempotencyKey.of(
                draft.caller,
                draft.request,
                draft.sent.id(),
                draft.tool().tool().name(),
                ArgumentsHash.sha256(canonical),
                ids);
    }

    Assessment bound(Assessment.Accepted accepted) {
        return bound(accepted, UnaryOperator.identity());
    }

    /**
     * A call with what binds it to its record: hash, key and the version of its resource.
     *
     * @param keyInTurn makes the key of a read among other calls out of its key alone
     * @return the call, or a refusal if the state of its resource could not be read
     */
    Assessment bound(Assessment.Accepted accepted, UnaryOperator<String> keyInTurn) {
        if (accepted.bound() != null) {
            return accepted;
        }
        Draft draft = accepted.draft();
        try {
            return bind(draft, keyInTurn);
        } catch (MaterialStateException unfit) {
            LOG.warn("tool {}: {}", draft.tool().tool().name(), unfit.getMessage());
            return draft.denied(ErrorKind.PERMANENT, "check_failed", unfit.getMessage() + ".");
        } catch (Throwable unread) {
            LOG.warn(
                    "the state of a call's resource could not be read: {}",
                    unread.getClass().getName());
            return draft.denied(ErrorKind.PERMANENT, "check_failed", "the state of its resource could not be read.");
        }
    }

    private Assessment bind(Draft draft, UnaryOperator<String> keyInTurn) {
        RegisteredTool tool = draft.tool();
        String canonical = ArgumentsHash.canonical(draft.arguments());
        String hash = hash(draft, canonical);
        String key = keyInTurn.apply(key(draft, canonical));
        if (tool.declaresIdempotencyKey()) {
            draft.has(draft.arguments().with(ArgumentsHash.IDEMPOTENCY_KEY, key));
        }
        Call call = draft.call();
        ResourceVersion now = draft.isOpen() ? ResourceVersion.NONE : tool.resourceNow(call);
        draft.isAbout(now.resource());
        String version = now.version();
        if (version == null && !draft.isOpen() && tool.tool().isVersioned()) {
            return draft.denied(ErrorKind.PERMANENT, "check_failed", "its resource has no version to compare.");
        }
        String flaw = version == null ? null : Storable.flaw(version);
        if (flaw != null) {
            return draft.denied(ErrorKind.PERMANENT, "check_failed", "the version of its resource has " + flaw + ".");
        }
        ProposedArguments bound =
                new ProposedArguments(draft.arguments(), tool.shown(draft.shown()), hash, key, version);
        return new Assessment.Accepted(draft, call, bound);
    }
}
