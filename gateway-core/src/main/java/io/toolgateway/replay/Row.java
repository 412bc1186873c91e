package io.toolgateway.replay;

import io.toolgateway.audit.Printable;
import io.toolgateway.json.Json;
import io.toolgateway.json.Parsed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one row, read by name and type; what is not clear is refused, never guessed. */
final class Row {

    /** What is wrong with a row, in words. */
    static final class Bad extends Exception {

        private static final long serialVersionUID = 1;

        Bad(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    private static final String FREE = "x-";

    private final Map<String, @Nullable Object> members;

    private Row(Map<String, @Nullable Object> members, Set<String> known) throws Bad {
        for (String name : members.keySet()) {
            if (!known.contains(name) && !name.startsWith(FREE)) {
                throw new Bad("no such member: '" + Printable.of(name) + "'; members of your own begin with x-");
            }
        }
        this.members = members;
    }

    static Row of(Parsed parsed, Set<String> known) throws Bad {
        if (parsed instanceof Parsed.Refused refused) {
            throw new Bad("not JSON: " + refused.message());
        }
        if (((Parsed.Value) parsed).value() instanceof Map<?, ?> object) {
            return new Row(Json.asObject(object), known);
        }
        throw new Bad("a row is a JSON object");
    }

    @Nullable
    Object value(String name) {
        return members.get(name);
    }

    String text(String name) throws Bad {
        String text = optionalText(name);
        if (text == null) {
            throw new Bad("'" + name + "' is missing");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) throws Bad {
        return optional(name, String.class, "a text");
    }

    boolean flag(String name) throws Bad {
        Boolean flag = optional(name, Boolean.class, "true or false");
        return flag != null && flag;
    }

    @Nullable
    BigDecimal optionalNumber(String name) throws Bad {
        Number number = optional(name, Number.class, "a number");
        return number == null ? null : Json.decimal(number);
    }

    @Nullable
    Row optionalObject(String name, Set<String> known) throws Bad {
        Map<?, ?> object = optional(name, Map.class, "an object");
        return object == null ? null : new Row(Json.asObject(object), known);
    }

    /** The texts of an array, or null if it is not there. */
    String @Nullable [] optionalTexts(String name) throws Bad {
        List<?> items = optional(name, List.class, "an array of texts");
        if (items == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw new Bad("'" + name + "' must be an array of texts");
            }
            texts.add(text);
        }
        return texts.toArray(new String[0]);
    }

    /** The texts of an object's members. */
    Map<String, String> texts(String name) throws Bad {
        Map<?, ?> object = optional(name, Map.class, "an object of texts");
        Map<String, String> texts = new LinkedHashMap<>();
        if (object != null) {
            for (Map.Entry<?, ?> member : object.entrySet()) {
                if (!(member.getValue() instanceof String text)) {
                    throw new Bad("'" + name + "' must be an object of texts");
                }
                texts.put((String) member.getKey(), text);
            }
        }
        return texts;
    }

    private <T> @Nullable T optional(String name, Class<T> type, String what) throws Bad {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new Bad("'" + name + "' must be " + what);
        }
        return type.cast(value);
    }
}
