package io.toolgateway.tool;

import io.toolgateway.json.Storable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is to be what an earlier call of the same turn returns (SPEC A6).
 *
 * <p>A model names the call by its number in the turn, a stored proposal by its idempotency key: that is the same whichever
 * calls of the turn became one step or were answered before.
 *
 * @param call the key of the call
 * @param pointer a JSON Pointer into what the result shows: {@code id}, {@code message} and {@code data}
 * @since 0.1
 */
public record ResultReference(String call, String pointer) {

    /** The member that makes an object a reference. */
    public static final String MEMBER = "result_of";

    /** The member with the place in the result. */
    public static final String POINTER = "pointer";

    static final String POINTER_PATTERN = "^/(id|message|data(/([^~]|~[01])*)?)$";
    static final int LONGEST_POINTER = 500;

    private static final Pattern USABLE = Pattern.compile(POINTER_PATTERN, Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** What is larger is no argument. */
    private static final int LARGEST_VALUE = 64 * 1024;

    /**
     * Whether a value is, or is meant to be, a reference.
     *
     * @param value a JSON value
     * @return true for an object with the member {@value #MEMBER}
     */
    public static boolean isIn(@Nullable Object value) {
        return value instanceof Map<?, ?> members && members.containsKey(MEMBER);
    }

    /**
     * Whether a value has all that a reference has, and nothing else.
     *
     * @param value a JSON value
     * @return true for an object with the members {@value #MEMBER} and {@value #POINTER} alone
     */
    public static boolean isWhole(@Nullable Object value) {
        return value instanceof Map<?, ?> members && members.keySet().equals(Set.of(MEMBER, POINTER));
    }

    /**
     * Whether a text is a pointer that a reference may have.
     *
     * @param pointer any text
     * @return false if it is too long, no JSON Pointer, or begins at anything else than {@code id}, {@code message}, {@code data}
     */
    public static boolean isPointer(String pointer) {
        return pointer.length() <= LONGEST_POINTER && USABLE.matcher(pointer).matches();
    }

    /**
     * The reference in a stored argument.
     *
     * @param value what {@link #toJson} gave
     * @return the reference, or null if it is none
     */
    public static @Nullable ResultReference of(@Nullable Object value) {
        return value instanceof Map<?, ?> members
                        && members.size() == 2
                        && members.get(MEMBER) instanceof String call
                        && members.get(POINTER) instanceof String pointer
                        && isPointer(pointer)
                ? new ResultReference(call, pointer)
                : null;
    }

    /** {@return its form in stored and shown arguments} */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put(MEMBER, call);
        members.put(POINTER, pointer);
        return members;
    }

    /**
     * What it stands for.
     *
     * @param result what the call returned
     * @return the value; empty if there is none, it is null, larger than 64 KiB, or itself has the form of a reference
     */
    public Optional<Object> in(ToolResult result) {
        List<String> names = List.of(pointer.substring(1).split("/", -1));
        Object at = switch (names.get(0)) {
            case "id" -> result.id();
            case "message" -> result.message();
            default -> result.data();
        };
        for (String name : names.subList(1, names.size())) {
            at = child(at, name.replace("~1", "/").replace("~0", "~"));
        }
        boolean isUsable = at != null && !isIn(at) && !Storable.isLarger(at, LARGEST_VALUE);
        return isUsable ? Optional.ofNullable(at) : Optional.empty();
    }

    private static @Nullable Object child(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> members) {
            return members.get(name);
        }
        if (value instanceof List<?> items && INDEX.matcher(name).matches()) {
            int index = Integer.parseInt(name);
            return index < items.size() ? items.get(index) : null;
        }
        return null;
    }
}
