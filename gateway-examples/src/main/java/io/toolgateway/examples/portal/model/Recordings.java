package io.toolgateway.examples.portal.model;

import io.toolgateway.examples.portal.model.Told.Result;
import io.toolgateway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recorded answers, out of a resource: content blocks in Anthropic's form for calls, and texts. <code>{{name}}</code> is filled
 * with what was heard or told; what stands in <code>[[...]]</code> is left out if something in it is not known, and so is a member of
 * a call's input.
 */
final class Recordings {

    private static final String RESOURCE = "recordings.json";
    private static final Pattern OPTIONAL = Pattern.compile("\\[\\[(.*?)]]");
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z_.]+)}}");
    private static final Pattern FOR_THE_MODEL = Pattern.compile(" ?(?:Do not|Look at the new state)[^.]*\\.");
    private static final Pattern AWAITED = Pattern.compile("It waits for (.*) until ");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Map<String, @Nullable Object> all;

    private Recordings(Map<String, @Nullable Object> all) {
        this.all = all;
    }

    static Recordings load() {
        try (InputStream in = Objects.requireNonNull(Recordings.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new Recordings(Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the model says before a call. */
    String intro(String recording) {
        return Objects.toString(block(recording, "text").get("text"));
    }

    /** A call, in the provider's form. */
    Map<String, @Nullable Object> toolUse(String recording, String id, Map<String, Object> slots) {
        Map<String, @Nullable Object> block = new LinkedHashMap<>(block(recording, "tool_use"));
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        Json.asObject(Objects.requireNonNull(block.get("input"))).forEach((name, value) -> {
            Object filled = value(value, slots);
            if (filled != null) {
                input.put(name, filled);
            }
        });
        block.put("id", id);
        block.put("input", input);
        return block;
    }

    String words(String recording) {
        return Objects.toString(section("words").get(recording));
    }

    /** What the model says once its calls were answered. */
    String results(List<Result> results) {
        return say("results", results);
    }

    /** What the model says once it hears what came of calls that had waited. */
    String late(List<Result> results) {
        return say("late", results);
    }

    /** What came to the same in the same tool is told in one sentence. */
    private String say(String section, List<Result> results) {
        Map<String, List<Result>> alike = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.tool() + "/" + result.member("status"),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return alike.entrySet().stream()
                .map(group -> say(section, group.getKey(), group.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String say(String section, String key, List<Result> results) {
        Map<String, @Nullable Object> texts = section(section);
        Object several = texts.get(key + "/several");
        if (results.size() > 1 && several != null) {
            Map<String, Object> slots = slots(results.get(0));
            slots.put("count", String.valueOf(results.size()));
            return filled(several.toString(), slots);
        }
        return results.stream()
                .map(result -> filled(text(texts, key, result), slots(result)))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** The most exact one that was recorded. */
    private static String text(Map<String, @Nullable Object> texts, String key, Result result) {
        String status = result.member("status");
        return List.of(key + "/" + result.member("code"), key, "*/" + status, "*/*").stream()
                .map(texts::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Object::toString)
                .orElseThrow();
    }

    private static Map<String, Object> slots(Result result) {
        Map<String, Object> slots = new TreeMap<>();
        result.outcome().forEach((name, value) -> {
            if (value instanceof Map<?, ?> data) {
                data.forEach((field, fieldValue) -> slots.put(name + "." + field, Objects.toString(fieldValue)));
            } else if (value != null) {
                slots.put(name, value.toString());
            }
        });
        String message = forTheUser(result.member("message"));
        slots.put("message", message);
        slots.put(
                "reason",
                message.replaceFirst(
                        "^(Refused, and nothing has been changed|Not done|It failed, and nothing has"
                                + " been changed|The arguments are not valid, and nothing has been changed\\. Correct them and call again): ",
                        ""));
        Matcher awaited = AWAITED.matcher(message);
        if (awaited.find()) {
            slots.put(
                    "awaited",
                    awaited.group(1).replace("the user's own", "your own").replace('_', ' '));
        }
        if (slots.containsKey("valid_until")) {
            slots.put("until", MOMENT.format(Instant.parse(result.member("valid_until"))));
        }
        return slots;
    }

    /** Without what it says to the model; what a person wrote stays as it is. */
    private static String forTheUser(String message) {
        int person = message.indexOf(" wrote: ");
        int end = person < 0 ? message.length() : person;
        return FOR_THE_MODEL.matcher(message.substring(0, end)).replaceAll("") + message.substring(end);
    }

    /** A text with all that is known filled in. */
    static String filled(String text, Map<String, Object> slots) {
        String wanted = OPTIONAL.matcher(text).replaceAll(part -> {
            boolean isKnown = SLOT.matcher(part.group(1)).results().allMatch(slot -> slots.containsKey(slot.group(1)));
            return isKnown ? Matcher.quoteReplacement(part.group(1)) : "";
        });
        return SLOT.matcher(wanted)
                .replaceAll(
                        slot -> Matcher.quoteReplacement(Objects.toString(slots.get(slot.group(1)), "(not known)")));
    }

    /** What is a slot and nothing else becomes its value, of whatever type; null if that is not known. */
    private static @Nullable Object value(@Nullable Object value, Map<String, Object> slots) {
        if (!(value instanceof String text)) {
            return value;
        }
        Matcher slot = SLOT.matcher(text);
        return slot.matches() ? slots.get(slot.group(1)) : filled(text, slots);
    }

    private Map<String, @Nullable Object> block(String recording, String type) {
        return Json.asArray(Objects.requireNonNull(section("calls").get(recording), recording)).stream()
                .map(block -> Json.asObject(Objects.requireNonNull(block)))
                .filter(block -> type.equals(block.get("type")))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, @Nullable Object> section(String name) {
        return Json.asObject(Objects.requireNonNull(all.get(name), name));
    }
}
