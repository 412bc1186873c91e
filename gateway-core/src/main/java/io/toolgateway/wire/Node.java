package io.toolgateway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that knows the text it was read from, so that a call's arguments reach the strict parser as they were sent:
 * every digit, every duplicate name.
 */
final class Node {

    static final int MAX_CHARACTERS = 16 * 1024 * 1024;
    private static final int MAX_DEPTH = 256;
    private static final int MAX_NODES = 500_000;

    // Names may come from a model: no table that outlives the document may grow with them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_CHARACTERS)
                    .maxStringLength(MAX_CHARACTERS)
                    .maxNameLength(MAX_CHARACTERS)
                    .build())
            .build();

    private final String document;
    private final JsonToken token;
    private final int from;
    private int to;
    private @Nullable String text;
    private Map<String, Node> members = Map.of();
    private Set<String> repeated = Set.of();
    private List<Node> items = List.of();

    private Node(String document, JsonToken token, int from) {
        this.document = document;
        this.token = token;
        this.from = from;
    }

    /** @throws Unreadable if the text is not one JSON value within the limits */
    static Node parse(String document) {
        if (document.length() > MAX_CHARACTERS) {
            throw new Unreadable("longer than " + MAX_CHARACTERS + " characters");
        }
        try (JsonParser tokens = FACTORY.createParser(document)) {
            return new Reading(document, tokens).document();
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw new Unreadable("not valid JSON, or nested too deep, at character " + Math.max(0, at));
        } catch (IOException e) {
            throw new AssertionError("a string has no I/O", e);
        }
    }

    static boolean isWhole(@Nullable String json) {
        if (json == null) {
            return false;
        }
        try {
            parse(json);
            return true;
        } catch (Unreadable e) {
            return false;
        }
    }

    boolean isObject() {
        return token == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return token == JsonToken.START_ARRAY;
    }

    boolean isNull() {
        return token == JsonToken.VALUE_NULL;
    }

    boolean isString() {
        return token == JsonToken.VALUE_STRING;
    }

    boolean isInteger() {
        return token == JsonToken.VALUE_NUMBER_INT;
    }

    /** The text this value was read from, without the blanks around it. */
    String source() {
        return document.substring(from, to);
    }

    /** Names and values of an object, the last of any that repeats. */
    Map<String, Node> members() {
        return members;
    }

    /** The items of an array. */
    List<Node> items() {
        return items;
    }

    /** The member, JSON's null included, or null if there is none. */
    @Nullable
    Node member(String name) {
        if (repeated.contains(name)) {
            throw new Unreadable("the member '" + name + "' stands twice, at character " + from);
        }
        return members.get(name);
    }

    /** The member, which must be an object; null if absent or JSON's null. */
    @Nullable
    Node object(String name) {
        return checked(name, "an object", present(name), JsonToken.START_OBJECT);
    }

    /** The member, which must be an object and be there. */
    Node requiredObject(String name) {
        return required(name, object(name));
    }

    /** The member's items; none if absent or JSON's null. */
    List<Node> items(String name) {
        Node array = checked(name, "an array", present(name), JsonToken.START_ARRAY);
        return array == null ? List.of() : array.items;
    }

    /** The items of a member that must be there. */
    List<Node> requiredItems(String name) {
        required(name, present(name));
        return items(name);
    }

    /** The member, which must be a string; null if absent, JSON's null or empty. */
    @Nullable
    String text(String name) {
        String value = string(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The member, which must be a string; null if absent or JSON's null. */
    @Nullable
    String string(String name) {
        Node string = checked(name, "a string", present(name), JsonToken.VALUE_STRING);
        return string == null ? null : string.text;
    }

    /** The member as text if it is a string, as its JSON text if it is anything else; null if absent or JSON's null. */
    @Nullable
    String stringOrSource(String name) {
        Node value = present(name);
        return value == null ? null : value.text != null ? value.text : value.source();
    }

    /** The member's JSON text; null if absent or JSON's null. */
    @Nullable
    String source(String name) {
        Node value = present(name);
        return value == null ? null : value.source();
    }

    boolean isTrue(String name) {
        Node value = member(name);
        return value != null && value.token == JsonToken.VALUE_TRUE;
    }

    private @Nullable Node present(String name) {
        Node value = member(name);
        return value == null || value.isNull() ? null : value;
    }

    private Node required(String name, @Nullable Node value) {
        if (value == null) {
            throw new Unreadable("the member '" + name + "' is missing, at character " + from);
        }
        return value;
    }

    private static @Nullable Node checked(String name, String what, @Nullable Node value, JsonToken token) {
        if (value != null && value.token != token) {
            throw new Unreadable("the member '" + name + "' is not " + what + ", at character " + value.from);
        }
        return value;
    }

    /** One pass over a document. */
    private static final class Reading {

        private final String document;
        private final JsonParser tokens;
        private int nodes;

        Reading(String document, JsonParser tokens) {
            this.document = document;
            this.tokens = tokens;
        }

        Node document() throws IOException {
            if (tokens.nextToken() == null) {
                throw new Unreadable("empty");
            }
            Node root = value();
            if (tokens.nextToken() != null) {
                throw new Unreadable("something follows the JSON value, at character " + root.to);
            }
            return root;
        }

        private Node value() throws IOException {
            if (++nodes > MAX_NODES) {
                throw new Unreadable("more than " + MAX_NODES + " values");
            }
            int from = (int) tokens.currentTokenLocation().getCharOffset();
            Node node = new Node(document, tokens.currentToken(), from);
            switch (node.token) {
                case START_OBJECT -> members(node);
                case START_ARRAY -> items(node);
                // Asking for the text also moves the parser to the string's end.
                case VALUE_STRING -> node.text = tokens.getText();
                default -> {}
            }
            node.to = (int) tokens.currentLocation().getCharOffset();
            return node;
        }

        private void members(Node node) throws IOException {
            node.members = new LinkedHashMap<>();
            while (tokens.nextToken() != JsonToken.END_OBJECT) {
                String name = tokens.currentName();
                tokens.nextToken();
                if (node.members.put(name, value()) != null) {
                    node.repeated = node.repeated.isEmpty() ? new HashSet<>() : node.repeated;
                    node.repeated.add(name);
                }
            }
        }

        private void items(Node node) throws IOException {
            node.items = new ArrayList<>();
            while (tokens.nextToken() != JsonToken.END_ARRAY) {
                node.items.add(value());
            }
        }
    }
}
