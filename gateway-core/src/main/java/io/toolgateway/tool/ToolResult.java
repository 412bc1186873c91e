package io.toolgateway.tool;

import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a handler says came of a call.
 *
 * <p>Shape: a status, optionally the id of the entity that was made or changed, a message that is safe for the user, data
 * for the model, and what the call cost. Data is anything {@link Json#of} takes; it is copied at once. Code, id and message are
 * made such that every store can carry them, and cut where they are longer than 200, 2,000 and 10,000 characters: a handler
 * that has done something is never refused for how it tells it.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class ToolResult {

    /** How a call ended, as the handler sees it. */
    public enum Status {
        /** Done. */
        SUCCESS("success"),
        /** Not done, and nothing was changed. */
        FAILURE("failure"),
        /** Accepted by the system behind the tool and not finished there. */
        PENDING("pending");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** {@return the stable text for stores and records} */
        public String text() {
            return text;
        }

        /**
         * The status of a stored text.
         *
         * @param text what {@link #text()} gave
         * @return the status
         * @throws IllegalArgumentException for any other text
         */
        public static Status ofText(String text) {
            for (Status status : values()) {
                if (status.text.equals(text)) {
                    return status;
                }
            }
            throw new IllegalArgumentException("no such status of a result: " + text);
        }
    }

    private static final int LONGEST_CODE = 200;
    private static final int LONGEST_ID = 2_000;
    private static final int LONGEST_MESSAGE = 10_000;
    private static final int LARGEST_RECORDED = 1024 * 1024;
    private static final String UNREADABLE = "unreadable_result";
    private static final String NO_COST = "[its cost was left out: no store can hold such a number]";

    private final Status status;
    private final @Nullable String errorCode;
    private final @Nullable Failure failure;
    private final @Nullable String id;
    private final @Nullable String message;
    private final @Nullable Object data;
    private final @Nullable BigDecimal cost;
    private final @Nullable Long tokens;

    private ToolResult(
            Status status,
            @Nullable String errorCode,
            @Nullable Failure failure,
            @Nullable String id,
            @Nullable String message,
            @Nullable Object data,
            @Nullable BigDecimal cost,
            @Nullable Long tokens) {
        this.status = status;
        this.errorCode = errorCode == null ? null : Storable.bounded(errorCode, LONGEST_CODE);
        this.failure = failure;
        this.id = id == null ? null : Storable.bounded(id, LONGEST_ID);
        this.message = message == null ? null : Storable.bounded(message, LONGEST_MESSAGE);
        this.data = data;
        this.cost = cost;
        this.tokens = tokens;
    }

    /**
     * Done, with nothing to tell.
     *
     * @return a success
     */
    public static ToolResult success() {
        return success(null);
    }

    /**
     * Done.
     *
     * <p>What was done is done: data that has no JSON form makes no failure of it. In its place stands an object whose member
     * {@code unreadable_result} says where and why.
     *
     * @param data what the model is to know; anything {@link Json#of} takes
     * @return a success
     */
    public static ToolResult success(@Nullable Object data) {
        return new ToolResult(Status.SUCCESS, null, null, null, null, readable(data), null, null);
    }

    private static @Nullable Object readable(@Nullable Object data) {
        try {
            return Json.of(data);
        } catch (RuntimeException | StackOverflowError e) {
            String why =
                    e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : "it could not be read";
            return Map.of(UNREADABLE, why);
        }
    }

    /**
     * Accepted by the system behind the tool, and not finished there: the model is told so.
     *
     * @param message what is awaited, safe for the user
     * @return a pending result
     */
    public static ToolResult pending(String message) {
        return new ToolResult(
                Status.PENDING, null, null, null, Objects.requireNonNull(message, "message"), null, null, null);
    }

    /**
     * Not done, and nothing was changed; trying again would not help.
     *
     * @param errorCode a short stable code, such as {@code order_not_found}
     * @param message the reason, safe for the user and the model
     * @return a failure
     */
    public static ToolResult failure(String errorCode, String message) {
        return failure(errorCode, message, Failure.PERMANENT);
    }

    /**
     * Not done, and nothing was changed.
     *
     * @param errorCode a short stable code, such as {@code bank_closed}
     * @param message the reason, safe for the user and the model
     * @param failure whether trying again may help, and when
     * @return a failure
     */
    public static ToolResult failure(String errorCode, String message, Failure failure) {
        return new ToolResult(
                Status.FAILURE,
                Objects.requireNonNull(errorCode, "errorCode"),
                Objects.requireNonNull(failure, "failure"),
                null,
                Objects.requireNonNull(message, "message"),
                null,
                null,
                null);
    }

    /**
     * Not done, and nothing was changed: the handler found that the resource is not as it was approved, see {@link
     * Invocation#resourceVersion()}.
     *
     * @param changed what changed, by name, as the model is to know it; may be left out
     * @return a failure with the code {@code stale_state}, told as {@link io.toolgateway.outcome.Outcome.Stale}
     */
    public static ToolResult stale(String... changed) {
        return Stale.of(List.of(changed));
    }

    /**
     * Not done, and nothing was changed: the facts are not those that were approved. Both stand in the result's data.
     *
     * @param approved the facts that were approved
     * @param now the facts that were found
     * @return a failure with the code {@code stale_state}, told as {@link io.toolgateway.outcome.Outcome.Stale}
     */
    public static ToolResult stale(MaterialState approved, MaterialState now) {
        return Stale.of(approved, now);
    }

    /**
     * Not done, and nothing was changed; trying again may help.
     *
     * @param errorCode a short stable code, such as {@code busy}
     * @param message the reason, safe for the user and the model
     * @return a failure that may be retried
     */
    public static ToolResult transientFailure(String errorCode, String message) {
        return failure(errorCode, message, Failure.TRANSIENT);
    }

    /**
     * Not done, and nothing was changed, since the system behind the tool was asked too often.
     *
     * @param errorCode a short stable code, such as {@code rate_limited}
     * @param message the reason, safe for the user and the model
     * @param retryAfter how long to leave it alone; zero if that is not known
     * @return a failure that may be retried
     */
    public static ToolResult throttled(String errorCode, String message, Duration retryAfter) {
        return failure(errorCode, message, Failure.throttled(retryAfter));
    }

    /**
     * Not done, and nothing was changed, since the system behind the tool answered with an HTTP status that says so: its code is
     * {@code http_} and the status. Where something may have happened all the same, as it may with a 5xx or no answer in time,
     * throw a {@link HttpStatusException} or what the client threw.
     *
     * @param status the status, such as 404
     * @param message the reason, safe for the user and the model
     * @param retryAfter what the header {@code Retry-After} says, or null without one
     * @return a failure, to be retried as {@link Failure#ofHttpStatus} says
     */
    public static ToolResult httpFailure(int status, String message, @Nullable Duration retryAfter) {
        return failure("http_" + status, message, Failure.ofHttpStatus(status, retryAfter));
    }

    /**
     * This result with the id of the entity that was made or changed.
     *
     * @param id the entity's id
     * @return a copy
     */
    public ToolResult withId(String id) {
        return new ToolResult(status, errorCode, failure, id, message, data, cost, tokens);
    }

    /**
     * This result with a message for the user.
     *
     * @param message plain language, safe for the user
     * @return a copy
     */
    public ToolResult withMessage(String message) {
        return new ToolResult(status, errorCode, failure, id, message, data, cost, tokens);
    }

    /**
     * This result with data, such as the details of a failure. Of what has no JSON form it says so, as {@link #success(Object)}.
     *
     * @param data anything {@link Json#of} takes
     * @return a copy
     */
    public ToolResult withData(@Nullable Object data) {
        return new ToolResult(status, errorCode, failure, id, message, readable(data), cost, tokens);
    }

    /**
     * This result with what the call cost. A number that no store can hold is left out, and the message says so: what was done
     * is done.
     *
     * @param cost in the currency the host accounts in
     * @return a copy
     */
    public ToolResult withCost(BigDecimal cost) {
        if (!Storable.isHeld(cost)) {
            String said = message == null ? NO_COST : message + " " + NO_COST;
            return new ToolResult(status, errorCode, failure, id, said, data, null, tokens);
        }
        return new ToolResult(status, errorCode, failure, id, message, data, cost, tokens);
    }

    /**
     * This result with the model tokens that the tool itself used.
     *
     * @param tokens a count, 0 or more
     * @return a copy
     */
    public ToolResult withTokens(long tokens) {
        return new ToolResult(status, errorCode, failure, id, message, data, cost, tokens);
    }

    /** This result as records may have it. */
    ToolResult without(Secrets secrets) {
        return new ToolResult(
                status,
                errorCode == null ? null : secrets.removedFrom(errorCode),
                failure,
                id == null ? null : secrets.removedFrom(id),
                message == null ? null : secrets.removedFrom(message),
                secrets.removedFromJson(data),
                cost,
                tokens);
    }

    /**
     * This result without its data.
     *
     * @return a copy
     */
    public ToolResult withoutData() {
        return new ToolResult(status, errorCode, failure, id, message, null, cost, tokens);
    }

    /**
     * This result as it is recorded: what was done is done, so data of more than 1 MiB as JSON makes no failure of it. In its
     * place stands an object whose member {@code unreadable_result} says so.
     *
     * @return the same if its data is not larger
     */
    public ToolResult forRecords() {
        if (!Storable.isLarger(data, LARGEST_RECORDED)) {
            return this;
        }
        Object note = Map.of(UNREADABLE, "larger than " + LARGEST_RECORDED + " bytes as JSON, so it was left out");
        return new ToolResult(status, errorCode, failure, id, message, note, cost, tokens);
    }

    /** {@return how the call ended} */
    public Status status() {
        return status;
    }

    /** {@return the code of a failure, or null} */
    public @Nullable String errorCode() {
        return errorCode;
    }

    /** {@return true for a failure that says that the resource is not as it was approved} */
    public boolean isStale() {
        return status == Status.FAILURE && Stale.CODE.equals(errorCode);
    }

    /** {@return what changed, by name, of a failure that says so; empty of any other} */
    public List<String> changed() {
        return isStale() ? Stale.changed(this) : List.of();
    }

    /** {@return true for a failure that may be tried again} */
    public boolean isRetryable() {
        return failure != null && failure.isRetryable();
    }

    /** {@return what kind of failure it is, or null if it is none} */
    public @Nullable Failure failure() {
        return failure;
    }

    /** {@return the id of the entity, or null} */
    public @Nullable String id() {
        return id;
    }

    /** {@return the message for the user, or null} */
    public @Nullable String message() {
        return message;
    }

    /** {@return the data as a JSON value, or null} */
    public @Nullable Object data() {
        return data;
    }

    /** {@return what the call cost, or null if the tool did not say} */
    public @Nullable BigDecimal cost() {
        return cost;
    }

    /** {@return the model tokens the tool used, or null if it did not say} */
    public @Nullable Long tokens() {
        return tokens;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolResult that
                && status == that.status
                && Objects.equals(failure, that.failure)
                && Objects.equals(errorCode, that.errorCode)
                && Objects.equals(id, that.id)
                && Objects.equals(message, that.message)
                && Objects.equals(data, that.data)
                && Objects.equals(cost, that.cost)
                && Objects.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, errorCode, id, message);
    }

    /** The status only: data may hold secrets. */
    @Override
    public String toString() {
        return "ToolResult[" + status.text() + (errorCode == null ? "" : " " + errorCode) + "]";
    }
}
