package io.toolgateway.examples.portal.model;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last message of a conversation in Anthropic's form: the user's words, what calls came to, or what they came to late.
 *
 * @param text the user's words; empty if it is not the user who spoke
 * @param results what calls came to
 * @param isLate true if they had been answered before
 */
record Told(String text, List<Result> results, boolean isLate) {

    /** What a call came to: the tool, and the members of its answer. */
    record Result(String tool, Map<String, @Nullable Object> outcome) {

        String member(String name) {
            return Objects.toString(outcome.get(name), "");
        }
    }

    private static final String NOTICE = "[Notice from the application.";

    static Told of(List<String> messages) {
        Map<String, @Nullable Object> last = Json.asObject(parsed(messages.get(messages.size() - 1)));
        if (!(last.get("content") instanceof List<?> blocks)) {
            return new Told(Objects.toString(last.get("content"), ""), List.of(), false);
        }
        Map<String, String> tools = toolsByCall(messages);
        List<Result> results = new ArrayList<>();
        boolean isLate = false;
        for (Object each : blocks) {
            Map<String, @Nullable Object> block = Json.asObject(Objects.requireNonNull(each));
            String text = Objects.toString(block.get("text"), "");
            if ("tool_result".equals(block.get("type"))) {
                results.add(new Result(tools.getOrDefault(id(block, "tool_use_id"), ""), object(block.get("content"))));
            } else if (text.startsWith(NOTICE)) {
                Map<String, @Nullable Object> notice = object(text.substring(text.indexOf('\n') + 1));
                results.add(
                        new Result(id(notice, "tool"), Json.asObject(Objects.requireNonNull(notice.get("outcome")))));
                isLate = true;
            }
        }
        return new Told("", results, isLate);
    }

    boolean isUser() {
        return results.isEmpty();
    }

    private static Map<String, String> toolsByCall(List<String> messages) {
        Map<String, String> tools = new HashMap<>();
        for (String message : messages) {
            if (Json.asObject(parsed(message)).get("content") instanceof List<?> blocks) {
                for (Object block : blocks) {
                    if (block instanceof Map<?, ?> members && "tool_use".equals(members.get("type"))) {
                        tools.put(Objects.toString(members.get("id")), Objects.toString(members.get("name")));
                    }
                }
            }
        }
        return tools;
    }

    private static String id(Map<String, @Nullable Object> members, String name) {
        return Objects.toString(members.get(name), "");
    }

    private static Map<String, @Nullable Object> object(@Nullable Object json) {
        return Json.asObject(parsed(Objects.toString(json, "{}")));
    }

    /** All of it was written by this program. */
    private static Object parsed(String json) {
        return Json.parse(json, JsonLimits.WIDEST) instanceof Parsed.Value parsed && parsed.value() != null
                ? parsed.value()
                : Map.of();
    }
}
