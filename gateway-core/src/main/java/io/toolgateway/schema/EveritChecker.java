package io.toolgateway.schema;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.everit.json.schema.FormatValidator;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.Validator;
import org.everit.json.schema.event.CombinedSchemaMatchEvent;
import org.everit.json.schema.event.CombinedSchemaMismatchEvent;
import org.everit.json.schema.event.SchemaReferencedEvent;
import org.everit.json.schema.event.ValidationListener;
import org.everit.json.schema.loader.SchemaLoader;
import org.everit.json.schema.regexp.RE2JRegexpFactory;
import org.everit.json.schema.regexp.Regexp;
import org.everit.json.schema.regexp.RegexpMatchingFailure;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** The arbiter: everit over a rewritten schema. */
final class EveritChecker implements Checker {

    private static final Optional<RegexpMatchingFailure> NO_MATCH =
            new RE2JRegexpFactory().createHandler("a").patternMatchingFailure("b");

    private static final ValidationListener COUNTING = new ValidationListener() {
        @Override
        public void schemaReferenced(SchemaReferencedEvent event) {
            Budget.branch();
        }

        @Override
        public void combinedSchemaMatch(CombinedSchemaMatchEvent event) {
            Budget.branch();
        }

        @Override
        public void combinedSchemaMismatch(CombinedSchemaMismatchEvent event) {
            Budget.deadEnd();
        }
    };

    private final SchemaDocument document;
    private final Schema schema;
    private final Validator collecting;
    private final Validator first;

    private EveritChecker(SchemaDocument document, Schema schema, boolean branching) {
        this.document = document;
        this.schema = schema;
        this.collecting = listening(Validator.builder(), branching).build();
        this.first = listening(Validator.builder().failEarly(), branching).build();
    }

    private static Validator.ValidatorBuilder listening(Validator.ValidatorBuilder validator, boolean branching) {
        return branching ? validator.withListener(COUNTING) : validator;
    }

    static EveritChecker of(SchemaDocument document, SchemaNode entry, SchemaEngine engine) {
        EveritConversion.Converted converted =
                EveritConversion.convert(document.dialect(), entry, engine.formatsEnforced());
        SchemaLoader.SchemaLoaderBuilder loader = SchemaLoader.builder()
                .draftV7Support()
                .schemaClient(uri -> {
                    throw new IllegalStateException("nothing is ever fetched");
                })
                .regexpFactory(EveritChecker::regexp)
                .schemaJson(converted.schema());
        Formats.known()
                .forEach((name, format) -> loader.addFormatValidator(new FormatValidator() {
                    @Override
                    public Optional<String> validate(String text) {
                        return format.test(text) ? Optional.empty() : Optional.of("");
                    }

                    @Override
                    public String formatName() {
                        return EveritConversion.FORMAT_PREFIX + name;
                    }
                }));
        try {
            return new EveritChecker(document, loader.build().load().build(), converted.branching());
        } catch (RuntimeException | StackOverflowError e) {
            throw new SchemaRefusedException(
                    entry.pointer,
                    "",
                    "everit does not take it: " + e.getClass().getSimpleName());
        }
    }

    private static Regexp regexp(String expression) {
        EcmaPattern pattern = EcmaPattern.compile(expression);
        return text -> pattern.find(text) ? Optional.empty() : NO_MATCH;
    }

    @Override
    public List<Violation> check(@Nullable Object value) {
        Object converted = orgJson(value);
        return Guard.run(() -> {
            try {
                collecting.performValidation(schema, converted);
                return List.of();
            } catch (ValidationException failure) {
                return EveritFindings.of(failure, document, value);
            }
        });
    }

    @Override
    public boolean accepts(@Nullable Object value) {
        Object converted = orgJson(value);
        return Guard.run(() -> {
                    try {
                        first.performValidation(schema, converted);
                        return List.of();
                    } catch (ValidationException failure) {
                        return List.of(Messages.UNEXPLAINED);
                    }
                })
                .isEmpty();
    }

    private static Object orgJson(@Nullable Object value) {
        if (value == null) {
            return JSONObject.NULL;
        }
        if (value instanceof Map<?, ?>) {
            JSONObject object = new JSONObject();
            Json.asObject(value).forEach((name, member) -> object.put(name, orgJson(member)));
            return object;
        }
        if (value instanceof List<?> items) {
            JSONArray array = new JSONArray(items.size());
            items.forEach(item -> array.put(orgJson(item)));
            return array;
        }
        if (value instanceof String || value instanceof Boolean || isNumber(value)) {
            return value;
        }
        throw new IllegalArgumentException(
                "not a JSON value: " + value.getClass().getName() + "; copy it with Json.of first");
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof BigDecimal;
    }
}
