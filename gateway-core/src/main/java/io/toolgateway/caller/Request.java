package io.toolgateway.caller;

import io.toolgateway.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The user's request that a model's calls belong to.
 *
 * <p>Shape: the request id connects all calls of one request; the conversation id is the host's. The key, if given, is made
 * when the user's request arrives and is the same when it is sent again, so that nothing runs twice. The text is what the
 * user wrote, for the record and the reviewer: what no store can hold in it becomes U+FFFD, see {@link Json#storable}.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class Request {

    private final String id;
    private final @Nullable String conversationId;
    private final @Nullable String key;
    private final @Nullable String userText;
    private final boolean untrustedContent;
    private final boolean distinctByCallId;

    private Request(
            String id,
            @Nullable String conversationId,
            @Nullable String key,
            @Nullable String userText,
            boolean untrustedContent,
            boolean distinctByCallId) {
        this.id = id;
        this.conversationId = conversationId;
        this.key = key;
        this.userText = userText;
        this.untrustedContent = untrustedContent;
        this.distinctByCallId = distinctByCallId;
    }

    /**
     * A request by its id.
     *
     * @param id the correlation id; not blank, at most 200 characters
     * @return the request
     */
    public static Request of(String id) {
        Caller.requireId(id, "request id");
        return new Request(id, null, null, null, false, false);
    }

    /**
     * This request within a conversation.
     *
     * @param conversationId the host's id of the conversation
     * @return a copy
     */
    public Request inConversation(String conversationId) {
        Caller.requireId(conversationId, "conversation id");
        return new Request(id, conversationId, key, userText, untrustedContent, distinctByCallId);
    }

    /**
     * This request with a key that is the same when the request is sent again.
     *
     * @param key made by the host, never by the model
     * @return a copy
     */
    public Request keyedBy(String key) {
        Caller.requireId(key, "request key");
        return new Request(id, conversationId, key, userText, untrustedContent, distinctByCallId);
    }

    /**
     * This request with the user's own words.
     *
     * @param userText what the user wrote
     * @return a copy
     */
    public Request saying(String userText) {
        return new Request(id, conversationId, key, Json.storable(userText), untrustedContent, distinctByCallId);
    }

    /**
     * This request, marked that content of strangers (a page, a mail, a tool's result) entered the conversation.
     *
     * @return a copy
     */
    public Request withUntrustedContent() {
        return new Request(id, conversationId, key, userText, true, distinctByCallId);
    }

    /**
     * This request, in which two equal calls with different call ids are meant twice.
     *
     * @return a copy
     */
    public Request distinctByCallId() {
        return new Request(id, conversationId, key, userText, untrustedContent, true);
    }

    /** {@return the correlation id} */
    public String id() {
        return id;
    }

    /** {@return the host's id of the conversation, or null} */
    public @Nullable String conversationId() {
        return conversationId;
    }

    /** {@return the key of the request, or null if the host gave none} */
    public @Nullable String key() {
        return key;
    }

    /** {@return what the user wrote, or null} */
    public @Nullable String userText() {
        return userText;
    }

    /** {@return true if content of strangers entered the conversation} */
    public boolean hasUntrustedContent() {
        return untrustedContent;
    }

    /** {@return true if equal calls with different call ids are meant twice} */
    public boolean isDistinctByCallId() {
        return distinctByCallId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Request that
                && id.equals(that.id)
                && Objects.equals(conversationId, that.conversationId)
                && Objects.equals(key, that.key)
                && Objects.equals(userText, that.userText)
                && untrustedContent == that.untrustedContent
                && distinctByCallId == that.distinctByCallId;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The id only: the text may hold secrets. */
    @Override
    public String toString() {
        return "Request[" + id + "]";
    }
}
