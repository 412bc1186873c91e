package io.toolgateway.review;

import io.toolgateway.json.Json;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.tool.ResultReference;
import io.toolgateway.tool.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a JSON object into fields, one for each value in it, in their order. Confined to one thread. */
final class Fields {

    /** Of one member; a hundred items of a list tell a reviewer no more than their number and hash. */
    private static final int MOST_BELOW = 50;

    private static final int MOST = 500;
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9]+([_.-][A-Za-z0-9]+)*");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final LocalForm readable;
    private final Secrets secrets;
    private final @Nullable CompiledSchema schema;

    /** Which step a reference means, by the key of the call; 0 for none of this chain. */
    interface Steps {
        int numberOf(String call);
    }

    /** Where a value came from. */
    interface From {
        @Nullable
        ValueOrigin of(List<String> place, @Nullable Object value);
    }

    private final Steps steps;
    private final From from;
    private final List<ReviewField> fields = new ArrayList<>();
    private int mostNow;

    Fields(LocalForm readable, Secrets secrets, @Nullable CompiledSchema schema, Steps steps, From from) {
        this.readable = readable;
        this.secrets = secrets;
        this.schema = schema;
        this.steps = steps;
        this.from = from;
    }

    /** Fields without a schema and an origin, such as facts. */
    static List<ReviewField> plain(LocalForm readable, Map<String, @Nullable Object> members) {
        return new Fields(readable, Secrets.NONE, null, call -> 0, (place, value) -> null).of(members, members);
    }

    /**
     * Makes them.
     *
     * @param members what runs
     * @param shown the same with secrets removed
     */
    List<ReviewField> of(Map<String, @Nullable Object> members, @Nullable Object shown) {
        int number = 0;
        Map<String, String> labels = labels(List.of(), members);
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            if (++number > MOST) {
                Map<String, @Nullable Object> rest = new HashMap<>(members);
                members.keySet().stream().limit(MOST).forEach(rest::remove);
                leftOut(List.of(), "", rest, rest.size());
                break;
            }
            String name = member.getKey();
            int before = fields.size();
            mostNow = before + MOST_BELOW;
            value(List.of(name), labels.getOrDefault(name, name), member.getValue(), below(shown, name));
            if (fields.size() > mostNow) {
                int all = fields.size() - before;
                fields.subList(mostNow, fields.size()).clear();
                leftOut(List.of(name), labels.getOrDefault(name, name), member.getValue(), all - MOST_BELOW);
            }
        }
        return List.copyOf(fields);
    }

    private void value(List<String> place, String label, @Nullable Object value, @Nullable Object shown) {
        if (Secrets.REDACTED.equals(shown) && !Secrets.REDACTED.equals(value)) {
            add(place, label, FieldKind.SECRET, ours("removed"), null, value);
            return;
        }
        // Only a whole argument can be one; anything else of its form is a value like any other.
        ResultReference reference = place.size() == 1 ? ResultReference.of(value) : null;
        int step = reference == null ? 0 : steps.numberOf(reference.call());
        if (reference != null && step > 0) {
            reference(place, label, reference, step);
        } else if (value instanceof Map<?, ?> members && !members.isEmpty()) {
            Map<String, String> labels = labels(place, Json.asObject(members));
            Json.asObject(members)
                    .forEach((name, member) -> value(
                            child(place, name),
                            label + " › " + labels.getOrDefault(name, name),
                            member,
                            below(shown, name)));
        } else if (value instanceof List<?> items && !items.isEmpty()) {
            for (int i = 0; i < items.size(); i++) {
                String index = Integer.toString(i);
                value(child(place, index), label + " " + (i + 1), items.get(i), below(shown, index));
            }
        } else {
            single(place, label, value);
        }
    }

    private void reference(List<String> place, String label, ResultReference reference, int step) {
        String words = "what step " + step + " returns at " + reference.pointer();
        ReviewField field = field(
                place,
                label,
                FieldKind.REFERENCE,
                ours(Visible.of(words).text()),
                null,
                new ValueOrigin(ValueOrigin.Kind.RESULT, step));
        fields.add(field);
    }

    private void single(List<String> place, String label, @Nullable Object value) {
        if (value instanceof String text) {
            String safe = secrets.removedFrom(text);
            String date = readable.date(safe);
            if (date == null) {
                add(place, label, FieldKind.TEXT, Visible.of(safe), null, value);
            } else {
                add(place, label, FieldKind.DATE, Visible.of(date), safe, value);
            }
        } else if (value instanceof Number number) {
            String exact = Json.canonical(number);
            String words = readable.number(number);
            add(place, label, FieldKind.NUMBER, shown(words), words.equals(exact) ? null : exact, value);
        } else if (value instanceof Boolean flag) {
            add(place, label, FieldKind.FLAG, shown(flag ? "yes" : "no"), flag.toString(), value);
        } else if (value == null) {
            add(place, label, FieldKind.NULL, ours("null"), null, null);
        } else {
            add(
                    place,
                    label,
                    FieldKind.EMPTY,
                    ours(value instanceof Map<?, ?> ? "empty object" : "empty list"),
                    null,
                    value);
        }
    }

    private void add(
            List<String> place,
            String label,
            FieldKind kind,
            ShownText shown,
            @Nullable String exact,
            @Nullable Object value) {
        // What is too much is counted, and need not be made.
        fields.add(field(place, label, kind, shown, exact, fields.size() < mostNow ? from.of(place, value) : null));
    }

    private void leftOut(List<String> place, String label, @Nullable Object value, int count) {
        String hash = Visible.sha256(Json.canonical(value));
        ShownText words = new ShownText(
                Hidden.mark(count + (count == 1 ? " more value is" : " more values are") + " not shown"),
                Set.of(TextFlag.CUT),
                0,
                hash);
        fields.add(field(place, label.isEmpty() ? "More" : label, FieldKind.LEFT_OUT, words, null, null));
    }

    private ReviewField field(
            List<String> place,
            String label,
            FieldKind kind,
            ShownText shown,
            @Nullable String exact,
            @Nullable ValueOrigin origin) {
        String pointer = "";
        for (String token : place) {
            pointer = Json.child(pointer, token);
        }
        String name = place.isEmpty() ? "" : place.get(place.size() - 1);
        return new ReviewField(
                Visible.of(secrets.removedFrom(pointer)).text(),
                label,
                Visible.of(secrets.removedFrom(name)),
                kind,
                shown,
                exact,
                origin);
    }

    /** The names of one object as people read them; where two would read the same, they stay as they are. */
    private Map<String, String> labels(List<String> place, Map<String, @Nullable Object> members) {
        Map<String, String> labels = new HashMap<>();
        Map<String, Integer> uses = new HashMap<>();
        for (String name : members.keySet()) {
            String label = label(child(place, name), name);
            labels.put(name, label);
            uses.merge(label.toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
        labels.replaceAll(
                (name, label) -> uses.getOrDefault(label.toLowerCase(Locale.ROOT), 1) == 1 ? label : asIs(name));
        return labels;
    }

    private String label(List<String> place, String name) {
        String title = schema == null ? null : schema.told(place, "title").orElse(null);
        if (title != null && !title.isBlank()) {
            return Visible.of(title).text();
        }
        if (!PLAIN_NAME.matcher(name).matches() || name.length() > 60) {
            return asIs(name);
        }
        String words = CAMEL.matcher(name).replaceAll(" ").replace('_', ' ').replace('-', ' ');
        String lower = words.equals(words.toUpperCase(Locale.ROOT)) ? words : words.toLowerCase(Locale.ROOT);
        return secrets.removedFrom(lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    }

    private String asIs(String name) {
        return Visible.of(secrets.removedFrom(name)).text();
    }

    /** A value that was made by code, such as a number. */
    private static ShownText shown(String words) {
        return Visible.of(words);
    }

    /** What code says in the place of a value. */
    private static ShownText ours(String words) {
        return new ShownText(Hidden.mark(words), Set.of(), 0, null);
    }

    private static List<String> child(List<String> place, String token) {
        List<String> longer = new ArrayList<>(place);
        longer.add(token);
        return longer;
    }

    private static @Nullable Object below(@Nullable Object shown, String token) {
        if (shown instanceof Map<?, ?> members && members.containsKey(token)) {
            return members.get(token);
        }
        if (shown instanceof List<?> items && Integer.parseInt(token) < items.size()) {
            return items.get(Integer.parseInt(token));
        }
        // What is missing there was removed, or its name was.
        return Secrets.REDACTED;
    }
}
