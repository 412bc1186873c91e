package io.toolgateway.examples.portal.web;

import io.toolgateway.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with. What is not said otherwise is data that nobody keeps.
 *
 * @param status the HTTP status
 * @param body the body; empty for none
 * @param headers in addition to those of every answer
 * @since 0.1
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
public record WebReply(int status, byte[] body, Map<String, String> headers) {

    /** Copies the headers. */
    public WebReply {
        headers = Map.copyOf(headers);
    }

    /**
     * Data.
     *
     * @param status the HTTP status
     * @param value anything that {@link Json#of} takes
     * @return the answer
     */
    public static WebReply json(int status, @Nullable Object value) {
        return jsonText(status, Json.write(Json.of(value)));
    }

    /**
     * Data that is JSON text already.
     *
     * @param status the HTTP status
     * @param json the text
     * @return the answer
     */
    public static WebReply jsonText(int status, String json) {
        return new WebReply(
                status,
                json.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json; charset=utf-8"));
    }

    /**
     * A refusal that says why.
     *
     * @param status the HTTP status
     * @param code a short stable code
     * @param message in words for a person
     * @return the answer
     */
    public static WebReply refused(int status, String code, String message) {
        return json(status, Map.of("error", Map.of("code", code, "message", message)));
    }

    /** {@return the answer where there is nothing} */
    public static WebReply notFound() {
        return refused(404, "not_found", "There is nothing here.");
    }

    /**
     * An answer without a body.
     *
     * @param status the HTTP status
     * @return the answer
     */
    public static WebReply empty(int status) {
        return new WebReply(status, new byte[0], Map.of());
    }

    /**
     * This answer with one more header.
     *
     * @param name the header's name
     * @param value its value
     * @return a copy
     */
    public WebReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebReply(status, body, more);
    }
}
