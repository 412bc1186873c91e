package io.toolgateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.SchemaLoader;
import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second engine; this class is only loaded where it was chosen, for its jar is optional. */
final class NetworkntChecker implements Checker {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaDocument document;
    private final Schema schema;

    private NetworkntChecker(SchemaDocument document, Schema schema) {
        this.document = document;
        this.schema = schema;
    }

    static NetworkntChecker of(SchemaDocument document, SchemaNode entry, SchemaEngine engine) {
        try {
            Schema root = registry(document.dialect(), engine)
                    .getSchema(node(document.root().raw()));
            root.initializeValidators();
            return new NetworkntChecker(document, entry.pointer.isEmpty() ? root : below(root, document, entry));
        } catch (RuntimeException | StackOverflowError e) {
            throw new SchemaRefusedException(
                    entry.pointer,
                    "",
                    "networknt does not take it: " + e.getClass().getSimpleName());
        }
    }

    private static Schema below(Schema root, SchemaDocument document, SchemaNode entry) {
        NodePath path = new NodePath(PathType.JSON_POINTER);
        Object at = document.root().raw();
        for (String name : Pointers.names(entry.pointer)) {
            path = at instanceof List<?> ? path.append(Integer.parseInt(name)) : path.append(name);
            at = Pointers.child(at, name);
        }
        Schema schema = root.getSubSchema(path);
        schema.initializeValidators();
        return schema;
    }

    private static SchemaRegistry registry(Dialect dialect, SchemaEngine engine) {
        SchemaRegistryConfig.Builder config = SchemaRegistryConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(engine.formatsEnforced());
        if (engine.linearPatterns()) {
            config.regularExpressionFactory(NetworkntChecker::pattern);
        }
        SpecificationVersion version =
                dialect == Dialect.DRAFT_7 ? SpecificationVersion.DRAFT_7 : SpecificationVersion.DRAFT_2020_12;
        SchemaLoader loader = SchemaLoader.builder()
                .resourceLoaders(loaders -> loaders.resources(engine.documents()))
                .allow(uri -> isKnown(uri.toString(), engine))
                .build();
        return SchemaRegistry.withDefaultDialect(
                version, builder -> builder.schemaLoader(loader).schemaRegistryConfig(config.build()));
    }

    /** The host's documents and the dialects, which the jar holds; neither the network nor any other resource. */
    private static boolean isKnown(String uri, SchemaEngine engine) {
        return engine.knows(uri)
                || uri.startsWith("http://json-schema.org/")
                || uri.startsWith("https://json-schema.org/");
    }

    private static RegularExpression pattern(String expression) {
        return EcmaPattern.compile(expression)::find;
    }

    @Override
    public List<Violation> check(@Nullable Object value) {
        JsonNode node = node(value);
        return Guard.run(() -> {
            List<Error> errors = schema.validate(node);
            return errors.isEmpty() ? List.of() : violations(errors, value);
        });
    }

    @Override
    public boolean accepts(@Nullable Object value) {
        JsonNode node = node(value);
        return Guard.run(() -> {
                    List<Error> errors =
                            schema.validate(node, context -> context.executionConfig(config -> config.failFast(true)));
                    return errors.isEmpty() ? List.of() : List.of(Messages.UNEXPLAINED);
                })
                .isEmpty();
    }

    private List<Violation> violations(List<Error> errors, @Nullable Object value) {
        Findings findings = new Findings(document, value);
        for (Error error : errors) {
            if (findings.full()) {
                break;
            }
            String pointer = pointer(error.getInstanceLocation(), 0);
            String keyword = error.getKeyword() == null ? "" : error.getKeyword();
            // The location ends in the keyword; what is left is the schema that holds it.
            String schemaPointer = pointer(error.getSchemaLocation().getFragment(), 1);
            switch (keyword) {
                case "required" -> findings.missing(pointer, schemaPointer);
                case "additionalProperties", "unevaluatedProperties" -> member(findings, error, pointer, schemaPointer);
                default -> findings.add(pointer, keyword, schemaPointer);
            }
        }
        return findings.list();
    }

    private static void member(Findings findings, Error error, String pointer, String schemaPointer) {
        if (error.getProperty() == null) {
            findings.add(pointer, error.getKeyword(), schemaPointer);
        } else {
            findings.unknownMember(pointer, error.getProperty(), error.getKeyword(), schemaPointer);
        }
    }

    private static String pointer(@Nullable NodePath path, int without) {
        String pointer = "";
        for (int i = 0; path != null && i < path.getNameCount() - without; i++) {
            pointer = Json.child(pointer, String.valueOf(path.getElement(i)));
        }
        return pointer;
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Map<?, ?>) {
            ObjectNode object = NODES.objectNode();
            Json.asObject(value).forEach((name, member) -> object.set(name, node(member)));
            return object;
        }
        if (value instanceof List<?> items) {
            ArrayNode array = NODES.arrayNode(items.size());
            items.forEach(item -> array.add(node(item)));
            return array;
        }
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        return number(value);
    }

    private static JsonNode number(Object value) {
        if (value instanceof Long whole) {
            return NODES.numberNode(whole.longValue());
        }
        if (value instanceof BigInteger whole) {
            return NODES.numberNode(whole);
        }
        if (value instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        }
        throw new IllegalArgumentException(
                "not a JSON value: " + value.getClass().getName() + "; copy it with Json.of first");
    }
}
