package io.toolgateway.examples.portal.model;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.wire.WireFormat;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The two forms of conversation that the chat can have: what {@link WireFormat} leaves to the host.
 *
 * @since 0.1
 */
public enum Provider {
    /** Anthropic Messages. */
    ANTHROPIC(WireFormat.ANTHROPIC, "Anthropic", URI.create("https://api.anthropic.com/v1/messages")) {
        @Override
        Map<String, String> headers(String key) {
            return Map.of("x-api-key", key, "anthropic-version", "2023-06-01");
        }

        @Override
        Map<String, @Nullable Object> request(String model, String instructions, List<@Nullable Object> messages) {
            return members("model", model, "max_tokens", 1_024L, "system", instructions, "messages", messages);
        }

        @Override
        @Nullable
        Object own(Map<String, @Nullable Object> response) {
            return response.get("content") instanceof List<?> content && !content.isEmpty()
                    ? members("role", "assistant", "content", content)
                    : null;
        }

        @Override
        String textOf(@Nullable Object content) {
            List<?> blocks = content instanceof List<?> list ? list : List.of();
            return blocks.stream()
                    .filter(block -> block instanceof Map<?, ?> members && "text".equals(members.get("type")))
                    .map(block -> String.valueOf(((Map<?, ?>) block).get("text")))
                    .collect(Collectors.joining("\n"));
        }
    },
    /** OpenAI Chat Completions. */
    OPENAI(WireFormat.OPENAI_CHAT, "OpenAI", URI.create("https://api.openai.com/v1/chat/completions")) {
        @Override
        Map<String, String> headers(String key) {
            return Map.of("Authorization", "Bearer " + key);
        }

        @Override
        Map<String, @Nullable Object> request(String model, String instructions, List<@Nullable Object> messages) {
            List<@Nullable Object> all = new ArrayList<>();
            all.add(members("role", "system", "content", instructions));
            all.addAll(messages);
            return members("model", model, "messages", all);
        }

        @Override
        @Nullable
        Object own(Map<String, @Nullable Object> response) {
            return response.get("choices") instanceof List<?> choices
                            && !choices.isEmpty()
                            && choices.get(0) instanceof Map<?, ?> choice
                    ? choice.get("message")
                    : null;
        }

        @Override
        String textOf(@Nullable Object content) {
            return content instanceof String text ? text : "";
        }
    };

    private final WireFormat format;
    private final String title;
    private final URI address;

    Provider(WireFormat format, String title, URI address) {
        this.format = format;
        this.title = title;
        this.address = address;
    }

    /** {@return the form of tools, calls and results} */
    public WireFormat format() {
        return format;
    }

    String title() {
        return title;
    }

    URI address() {
        return address;
    }

    /**
     * A message of the user's.
     *
     * @param text what the user wrote
     * @return a JSON object for the conversation
     */
    public String userMessage(String text) {
        return Json.write(members("role", "user", "content", text));
    }

    /**
     * The model's own message in a response, which the host keeps and sends again unchanged.
     *
     * @param response the response's body
     * @return a JSON object for the conversation; empty if there is none in it
     */
    public Optional<String> messageOf(String response) {
        return own(response).map(Json::write);
    }

    /**
     * What the model says to the user in a response.
     *
     * @param response the response's body
     * @return its words; blank if it only calls tools
     */
    public String textOf(String response) {
        return own(response)
                .map(message -> textOf(message.get("content")))
                .orElse("")
                .strip();
    }

    /** A request's body. */
    String request(String model, Briefing briefing, List<String> messages, String tools) {
        List<@Nullable Object> conversation = new ArrayList<>();
        messages.forEach(message -> conversation.add(parsed(message)));
        Map<String, @Nullable Object> body = request(model, briefing.instructions(), conversation);
        body.put("tools", parsed(tools));
        return Json.write(body);
    }

    private Optional<Map<String, @Nullable Object>> own(String response) {
        return parsed(response) instanceof Map<?, ?> body && own(Json.asObject(body)) instanceof Map<?, ?> message
                ? Optional.of(Json.asObject(message))
                : Optional.empty();
    }

    abstract Map<String, String> headers(String key);

    abstract Map<String, @Nullable Object> request(String model, String instructions, List<@Nullable Object> messages);

    abstract @Nullable Object own(Map<String, @Nullable Object> response);

    abstract String textOf(@Nullable Object content);

    /** The value, or null if it cannot be read. */
    private static @Nullable Object parsed(String json) {
        return Json.parse(json, JsonLimits.WIDEST) instanceof Parsed.Value parsed ? parsed.value() : null;
    }

    private static Map<String, @Nullable Object> members(Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(Objects.toString(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return members;
    }
}
