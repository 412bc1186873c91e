package io.toolgateway.stored;

import io.toolgateway.json.Json;
import io.toolgateway.store.StoreException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a stored proposal or event is read from: the columns of a row, or the members of a JSON object. What is missing or of
 * another type is damage, a {@link StoreException}.
 *
 * <p>Threads: confined to one.
 *
 * @since 0.1
 */
public interface Fields {

    /**
     * A text.
     *
     * @param name of the field
     * @return its value, or null
     */
    @Nullable
    String textOrNull(String name);

    /**
     * A whole number.
     *
     * @param name of the field
     * @return its value, or null
     */
    @Nullable
    Long numberOrNull(String name);

    /**
     * A number.
     *
     * @param name of the field
     * @return its value, or null
     */
    @Nullable
    BigDecimal decimalOrNull(String name);

    /**
     * Whether something is the case.
     *
     * @param name of the field
     * @return its value; false if it is missing
     */
    boolean flag(String name);

    /**
     * A moment.
     *
     * @param name of the field
     * @return its value, or null
     */
    @Nullable
    Instant instantOrNull(String name);

    /**
     * Several texts.
     *
     * @param name of the field
     * @return its value
     */
    List<String> texts(String name);

    /**
     * A JSON value.
     *
     * @param name of the field
     * @return its value, parsed
     */
    @Nullable
    Object json(String name);

    /**
     * A text that must be there.
     *
     * @param name of the field
     * @return its value
     */
    default String text(String name) {
        return required(name, textOrNull(name));
    }

    /**
     * A whole number that must be there.
     *
     * @param name of the field
     * @return its value
     */
    default long number(String name) {
        return required(name, numberOrNull(name));
    }

    /**
     * A moment that must be there.
     *
     * @param name of the field
     * @return its value
     */
    default Instant instant(String name) {
        return required(name, instantOrNull(name));
    }

    /**
     * An id.
     *
     * @param name of the field
     * @return its value, or null
     */
    default @Nullable UUID uuidOrNull(String name) {
        String text = textOrNull(name);
        return text == null ? null : UUID.fromString(text);
    }

    /**
     * An id that must be there.
     *
     * @param name of the field
     * @return its value
     */
    default UUID uuid(String name) {
        return UUID.fromString(text(name));
    }

    /**
     * A JSON object that must be there.
     *
     * @param name of the field
     * @return its members
     */
    default Members object(String name) {
        return Members.of(json(name));
    }

    /**
     * A JSON object.
     *
     * @param name of the field
     * @return its members, or null
     */
    default @Nullable Members objectOrNull(String name) {
        Object value = json(name);
        return value == null ? null : Members.of(value);
    }

    /**
     * A JSON array that must be there.
     *
     * @param name of the field
     * @return its items
     */
    default List<@Nullable Object> list(String name) {
        if (json(name) instanceof List<?> list) {
            return Json.asArray(list);
        }
        throw Members.damaged(name + " is no list");
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw Members.damaged(name + " is missing");
        }
        return value;
    }
}
