package io.toolgateway.tool;

import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.schema.SchemaRefusedException;
import io.toolgateway.schema.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tool with what its registration made of it.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public final class RegisteredTool {

    private static final String IDEMPOTENCY_KEY = "idempotency_key";
    private static final int VERSION_DIGITS = 16;

    private final Tool tool;
    private final CompiledSchema schema;
    private final CompiledSchema referring;
    private final String version;
    private final boolean declaresIdempotencyKey;
    private final ToolDefinition definition;
    private final Redactor redactor;

    RegisteredTool(Tool tool, SchemaEngine engine) {
        this.tool = tool;
        this.schema = compile(tool, tool.argumentsSchema(), engine);
        if (!(schema.schema() instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("tool '" + tool.name() + "': its arguments' schema must be an object");
        }
        Map<String, @Nullable Object> root = Json.asObject(members);
        this.declaresIdempotencyKey =
                root.get("properties") instanceof Map<?, ?> properties && properties.containsKey(IDEMPOTENCY_KEY);
        this.version = version(tool, root);
        this.redactor = new Redactor(schema.sensitivePaths());
        Map<String, @Nullable Object> told =
                tool.acceptsResultIn().isEmpty() ? root : ReferringSchema.of(tool, schema, root);
        this.referring = told == root ? schema : compile(tool, Json.write(told), engine);
        this.definition = new ToolDefinition(tool.name(), description(tool), Json.write(withoutKey(told)));
    }

    private static CompiledSchema compile(Tool tool, String schema, SchemaEngine engine) {
        try {
            return engine.compile(schema);
        } catch (SchemaRefusedException e) {
            throw new IllegalArgumentException("tool '" + tool.name() + "': " + e.getMessage(), e);
        }
    }

    /** {@return the contract} */
    public Tool tool() {
        return tool;
    }

    /** {@return the compiled schema of the arguments} */
    public CompiledSchema schema() {
        return schema;
    }

    /** {@return the same, with references where the tool accepts them; arguments that have none are not checked by it} */
    public CompiledSchema referringSchema() {
        return referring;
    }

    /**
     * The version of the contract: it changes with the name, the schema or the effect, and an approval of another version does
     * not run.
     *
     * @return 16 hex digits
     */
    public String version() {
        return version;
    }

    /** {@return true if the arguments have an {@code idempotency_key} for the system to fill in} */
    public boolean declaresIdempotencyKey() {
        return declaresIdempotencyKey;
    }

    /** {@return what the model is told, without what the system fills in} */
    public ToolDefinition definition() {
        return definition;
    }

    /**
     * The arguments' JSON text with every {@code x-sensitive} value removed, also where another argument repeats it.
     *
     * @param arguments valid arguments of this tool
     * @return JSON text for records and screens
     */
    public String shown(Arguments arguments) {
        if (redactor.isEmpty()) {
            return arguments.toJson();
        }
        Object redacted = redactor.redact(arguments.asMap());
        return Json.write(Secrets.between(arguments.asMap(), redacted).removedFromJson(redacted));
    }

    /**
     * The secrets in valid arguments.
     *
     * @param arguments valid arguments of this tool
     * @return the values that the schema marks
     */
    public Secrets secrets(Arguments arguments) {
        return redactor.isEmpty()
                ? Secrets.NONE
                : Secrets.between(arguments.asMap(), redactor.redact(arguments.asMap()));
    }

    /**
     * The JSON text of arguments that do not fit the schema. Of a tool with secrets it shows names alone: a secret under a
     * wrong name or in the wrong place is not known for one.
     *
     * @param arguments arguments of this tool, not valid
     * @return JSON text for records and screens
     */
    public String shownOfInvalid(Arguments arguments) {
        return redactor.isEmpty() ? arguments.toJson() : Json.write(Redactor.redactAll(arguments.asMap()));
    }

    /**
     * The secrets in arguments that do not fit the schema: of a tool with secrets every value.
     *
     * @param arguments arguments of this tool, not valid
     * @return the values that may be secrets
     */
    public Secrets secretsOfInvalid(Arguments arguments) {
        return redactor.isEmpty() ? Secrets.NONE : Secrets.between(arguments.asMap(), null);
    }

    /**
     * What a call is about, as it is now: the version that the tool reports, or its material state as text, without the secrets
     * among the arguments.
     *
     * @param call a valid call of this tool
     * @return the version; null if the tool reports none, or there is no such resource
     * @throws MaterialStateException if the tool gave facts that make no material state
     */
    public @Nullable String versionNow(Call call) {
        Function<Call, ? extends @Nullable Map<String, ?>> state = tool.materialState();
        if (state != null) {
            Map<String, ?> facts = state.apply(call);
            return facts == null
                    ? null
                    : MaterialState.of(facts).without(secrets(call.arguments())).text();
        }
        Function<Call, String> reported = tool.version();
        return reported == null ? null : reported.apply(call);
    }

    /**
     * What a call is about, as it is now, and what tells it from other resources.
     *
     * @param call a valid call of this tool
     * @return the version as {@link #versionNow} gives it, and the resource
     * @throws MaterialStateException if the tool gave facts that make no material state
     */
    public ResourceVersion resourceNow(Call call) {
        Function<Call, String> reported = tool.version();
        if (reported == null) {
            return new ResourceVersion(versionNow(call), null);
        }
        Set<String> asked = new TreeSet<>();
        String version =
                versionNow(new Call(call.tool(), call.arguments().noting(asked), call.caller(), call.request()));
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        asked.forEach(name -> named.put(name, call.arguments().value(name)));
        return new ResourceVersion(version, new Resource(reported, Json.canonical(named)));
    }

    /** Whoever asks the same function for the same is told of the same resource. */
    private record Resource(Function<Call, String> reporter, String asked) {}

    /**
     * The arguments with the schema's defaults filled in.
     *
     * @param arguments arguments of this tool, valid or not
     * @return the arguments, changed where a default applies
     */
    public Arguments withDefaults(Arguments arguments) {
        return Arguments.of(Json.asObject(Objects.requireNonNull(schema.withDefaults(arguments.asMap()))));
    }

    /**
     * Why arguments with earlier results in them do not fit the schema, with names of arguments alone: names inside of a result
     * are nobody's to tell.
     *
     * @param arguments the arguments
     * @return the first reason, in words for the model; null if they fit
     */
    public @Nullable String misfit(Arguments arguments) {
        List<Violation> violations = schema.check(arguments.asMap());
        if (violations.isEmpty()) {
            return null;
        }
        Violation first = violations.get(0);
        return tool.acceptsResultIn().stream()
                        .filter(name -> (first.pointer() + "/").startsWith(Json.child("", name) + "/"))
                        .findFirst()
                        .map(name -> "'" + name + "': ")
                        .orElse("")
                + first.message();
    }

    /**
     * Whether the contract lets someone call the tool, whatever the arguments.
     *
     * @param caller who would call
     * @return true if so
     */
    public boolean admits(Caller caller) {
        return tool.isCallableByAnyone() || caller.isAnyOf(tool.callableBy());
    }

    /** {@return true if some argument is a secret, so that a text that could not be parsed is not shown at all} */
    public boolean hasSecrets() {
        return !redactor.isEmpty();
    }

    private static String description(Tool tool) {
        StringBuilder text = new StringBuilder(tool.description());
        append(text, "Returns: ", tool.returns());
        append(text, "Errors: ", tool.errors());
        if (!tool.acceptsResultIn().isEmpty()) {
            append(text, "", ReferringSchema.TOLD);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String label, @Nullable String more) {
        if (more != null) {
            text.append(text.isEmpty() ? "" : "\n").append(label).append(more);
        }
    }

    private static Map<String, @Nullable Object> withoutKey(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(schema);
        if (copy.get("properties") instanceof Map<?, ?> properties) {
            Map<String, @Nullable Object> rest = new LinkedHashMap<>(Json.asObject(properties));
            rest.remove(IDEMPOTENCY_KEY);
            copy.put("properties", rest);
        }
        if (copy.get("required") instanceof List<?> required) {
            List<@Nullable Object> rest = new ArrayList<>(required);
            rest.remove(IDEMPOTENCY_KEY);
            copy.put("required", rest);
        }
        return copy;
    }

    private static String version(Tool tool, Map<String, @Nullable Object> schema) {
        List<Object> parts =
                new ArrayList<>(List.of(tool.name(), schema, tool.effect().text(), tool.isDestructive()));
        if (!tool.acceptsResultIn().isEmpty()) {
            parts.add(List.copyOf(tool.acceptsResultIn()));
        }
        String contract = Json.canonical(Json.of(parts));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(contract.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return tool + "@" + version;
    }
}
