package io.toolgateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.toolgateway.json.Parsed.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds plain values off Jackson's token stream, so that a limit stops the work where it is passed. */
final class StrictParser {

    // Our own limits are checked first; these only make sure that Jackson's never stand in the way.
    // Names come from a model: neither Jackson's shared symbol table nor the JVM's string pool may grow with them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonLimits limits;
    private final JsonParser tokens;
    private final boolean nulAllowed;
    private int nodes;

    private StrictParser(JsonParser tokens, JsonLimits limits, boolean nulAllowed) {
        this.tokens = tokens;
        this.limits = limits;
        this.nulAllowed = nulAllowed;
    }

    static Parsed parse(byte[] utf8, JsonLimits limits) {
        if (utf8.length > limits.maxBytes()) {
            return tooLarge(limits);
        }
        try {
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(utf8))
                            .toString(),
                    limits);
        } catch (CharacterCodingException e) {
            return new Parsed.Refused(Code.BAD_CHARACTER, "", "these bytes are not UTF-8");
        }
    }

    static Parsed parse(String text, JsonLimits limits) {
        return parse(text, limits, false);
    }

    static Parsed parseOwn(String text, JsonLimits limits) {
        return parse(text, limits, true);
    }

    private static Parsed parse(String text, JsonLimits limits, boolean nulAllowed) {
        if (longerThan(text, limits.maxBytes())) {
            return tooLarge(limits);
        }
        try (JsonParser tokens = FACTORY.createParser(text)) {
            return new StrictParser(tokens, limits, nulAllowed).document();
        } catch (Refusal refusal) {
            return refusal.refused;
        } catch (IOException e) {
            throw new AssertionError("a string has no I/O", e);
        }
    }

    private static Parsed tooLarge(JsonLimits limits) {
        return new Parsed.Refused(
                Code.TOO_LARGE, "", "the text is longer than " + limits.maxBytes() + " bytes; send less");
    }

    private Parsed document() throws IOException {
        try {
            JsonToken first = tokens.nextToken();
            if (first == null) {
                throw refuse(Code.MALFORMED, "the text is empty; send a JSON value");
            }
            Object value = value(first, 1);
            if (tokens.nextToken() != null) {
                throw refuse(Code.TRAILING_TEXT, "something follows the JSON value; send exactly one value");
            }
            return new Parsed.Value(value);
        } catch (JsonProcessingException e) {
            long offset =
                    Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getCharOffset());
            throw refuse(Code.MALFORMED, "this is not valid JSON at character " + offset);
        }
    }

    private @Nullable Object value(JsonToken token, int depth) throws IOException {
        if (++nodes > limits.maxNodes()) {
            throw refuse(Code.TOO_MANY_NODES, "more than " + limits.maxNodes() + " values; send fewer");
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> text(tokens.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw refuse(Code.MALFORMED, "a value was expected");
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws IOException {
        checkDepth(depth);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            String name = text(tokens.currentName());
            int before = members.size();
            members.put(name, value(tokens.nextToken(), depth + 1));
            if (members.size() == before) {
                throw refuse(Code.DUPLICATE_NAME, "this name stands twice in one object; send it once");
            }
        }
        return Collections.unmodifiableMap(members);
    }

    private List<@Nullable Object> array(int depth) throws IOException {
        checkDepth(depth);
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
            items.add(value(token, depth + 1));
        }
        return Collections.unmodifiableList(items);
    }

    private void checkDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw refuse(Code.TOO_DEEP, "nested deeper than " + limits.maxDepth() + " levels; send a flatter value");
        }
    }

    private Number integer() throws IOException {
        checkNumberLength();
        return switch (tokens.getNumberType()) {
            case INT, LONG -> tokens.getLongValue();
            default -> checkExponent(new BigDecimal(tokens.getText()));
        };
    }

    private Number decimal() throws IOException {
        checkNumberLength();
        try {
            return checkExponent(new BigDecimal(tokens.getText()));
        } catch (NumberFormatException e) {
            throw numberTooLarge();
        }
    }

    private Number checkExponent(BigDecimal number) {
        if (number.signum() != 0) {
            long exponent = (long) number.precision() - number.scale() - 1;
            if (Math.abs(exponent) > limits.maxExponent()) {
                throw numberTooLarge();
            }
        }
        return Json.number(number);
    }

    private void checkNumberLength() throws IOException {
        if (tokens.getTextLength() > limits.maxNumberLength()) {
            throw numberTooLarge();
        }
    }

    private Refusal numberTooLarge() {
        return refuse(
                Code.NUMBER_TOO_LARGE,
                "numbers may have " + limits.maxNumberLength() + " characters and exponents up to "
                        + limits.maxExponent());
    }

    private String text(String text) {
        int bad = Json.firstUnstorable(text, 0, nulAllowed);
        if (bad >= 0) {
            throw refuse(
                    Code.BAD_CHARACTER,
                    text.charAt(bad) == 0
                            ? "the character U+0000 is not accepted"
                            : "half of a surrogate pair is not accepted; send whole characters");
        }
        return text;
    }

    private Refusal refuse(Code code, String message) {
        return new Refusal(new Parsed.Refused(
                code, tokens.getParsingContext().pathAsPointer().toString(), message));
    }

    private static boolean longerThan(String text, int bytes) {
        if (text.length() > bytes) {
            return true;
        }
        if ((long) text.length() * 3 <= bytes) {
            return false;
        }
        long total = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts two of the pair's four bytes.
            total += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return total > bytes;
    }

    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final transient Parsed.Refused refused;

        Refusal(Parsed.Refused refused) {
            super(refused.message(), null, false, false);
            this.refused = refused;
        }
    }
}
