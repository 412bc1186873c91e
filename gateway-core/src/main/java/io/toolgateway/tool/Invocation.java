package io.toolgateway.tool;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One start of a handler: a call that was allowed or approved, and is on record as started.
 *
 * <p>The arguments are those that were approved. A handler that writes passes {@link #idempotencyKey()} on, compares
 * {@link #resourceVersion()} in the statement that writes, and does not begin after {@link #deadline()}.
 *
 * @since 0.1
 */
public final class Invocation extends Call {

    private final Supplier<String> idempotencyKey;
    private final int attempt;
    private final long fence;
    private final Instant deadline;
    private final @Nullable String resourceVersion;

    /**
     * Creates an invocation, as the executor and tests of handlers do.
     *
     * @param call the call
     * @param idempotencyKey 32 lower-case hex digits, the same on every attempt
     * @param attempt 1 for the first start
     * @param fence grows with every start of the same proposal
     * @param deadline when the call must not begin any more
     * @param resourceVersion what the tool's version function said when the call was proposed, or its material
     *     state as text, or null without either
     */
    public Invocation(
            Call call,
            String idempotencyKey,
            int attempt,
            long fence,
            Instant deadline,
            @Nullable String resourceVersion) {
        this(call, () -> idempotencyKey, attempt, fence, deadline, resourceVersion);
    }

    private Invocation(
            Call call,
            Supplier<String> idempotencyKey,
            int attempt,
            long fence,
            Instant deadline,
            @Nullable String resourceVersion) {
        super(call.tool(), call.arguments(), call.caller(), call.request());
        this.idempotencyKey = idempotencyKey;
        this.attempt = attempt;
        this.fence = fence;
        this.deadline = deadline;
        this.resourceVersion = resourceVersion;
    }

    /**
     * An invocation of a read, which has no record of its own.
     *
     * @param call the call
     * @param idempotencyKey writes the key, always the same; asked when the handler asks, which a read hardly ever does
     * @param deadline when the call must not begin any more
     * @return the first and only attempt
     */
    public static Invocation ofRead(Call call, Supplier<String> idempotencyKey, Instant deadline) {
        return new Invocation(call, idempotencyKey, 1, 1, deadline, null);
    }

    /** {@return the key made by the system, 32 lower-case hex digits, the same on every attempt of this call} */
    public String idempotencyKey() {
        return idempotencyKey.get();
    }

    /** {@return 1 for the first start, growing by one} */
    public int attempt() {
        return attempt;
    }

    /** {@return a number that grows with every start; a resource that remembers the largest can refuse a late one} */
    public long fence() {
        return fence;
    }

    /**
     * Until when the call has time.
     *
     * @return when it must not begin any more; of a call whose transaction has its record in it, when that transaction has to have
     *     ended
     */
    public Instant deadline() {
        return deadline;
    }

    /**
     * The version (ETag) of the resource the call was proposed and approved on: what the statement that writes compares. Where
     * it is another by then, the handler changes nothing and returns {@link ToolResult#stale}.
     *
     * @return what the tool's version function said, or its material state as text; null if the tool has neither
     */
    public @Nullable String resourceVersion() {
        return resourceVersion;
    }

    /**
     * The facts the call was proposed and approved on, for a statement that compares them.
     *
     * @return the facts
     * @throws IllegalStateException if the tool has no material state
     */
    public MaterialState materialState() {
        MaterialState state = resourceVersion == null ? null : MaterialState.ofText(resourceVersion);
        if (state == null) {
            throw new IllegalStateException("tool '" + tool() + "' has no material state");
        }
        return state;
    }
}
