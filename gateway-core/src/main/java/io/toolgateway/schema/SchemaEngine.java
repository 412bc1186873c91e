package io.toolgateway.schema;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON Schema into something that checks values, and refuses every schema that it would not enforce exactly.
 *
 * <p>Dialects: draft 2020-12, also where {@code $schema} is absent, and draft-07. Keywords are a closed list; one that is
 * not on it and does not begin with {@code x-} is refused by name, so that a typo never loosens a tool. Patterns are
 * matched in linear time by RE2/J with the meaning ECMA-262 gives them; one that RE2/J has no words for is refused.
 * Formats are enforced unless {@link #formatsAsAnnotations()} is called; one that is not known is refused. The default
 * engine knows date, time, date-time, duration, email, hostname (punycode is not decoded), ipv4, ipv6, uri and
 * uri-reference (as java.net.URI reads them), uuid, json-pointer and relative-json-pointer. Nothing is ever fetched.
 *
 * <p>Limits, each of which bounds the cost of a check: schemas of 1 MB, 64 levels and 50,000 values; {@code uniqueItems}
 * on arrays of at most 1,000 items; in one check, 100 million characters seen by instructions of patterns, of which each
 * step through a reference or an alternative uses up 1,000, and 10,000 if it did not fit (the second engine counts patterns
 * only). A value beyond them is a violation with the keyword {@code limit}, never an exception.
 *
 * <p>Threads: engines are immutable; a compiled schema may be shared by all threads.
 *
 * @since 0.1
 */
public final class SchemaEngine {

    static final String SECOND = "SchemaEngine.networknt() can carry it";

    private static final JsonLimits SCHEMA_LIMITS = new JsonLimits(1 << 20, 64, 50_000, 1_000, 308);

    private enum Backend {
        EVERIT,
        NETWORKNT,
        NETWORKNT_JAVA_REGEX
    }

    /** What a host has chosen to let pass, each by a method of its own. */
    private enum Remark {
        FORMATS,
        DEFAULTS,
        BESIDE_REF
    }

    private final Backend backend;
    private final Set<Remark> remarks;
    private final Set<String> annotations;
    private final Map<String, String> documents;

    private SchemaEngine(Backend backend, Set<Remark> remarks, Set<String> annotations, Map<String, String> documents) {
        this.backend = backend;
        this.remarks = remarks;
        this.annotations = annotations;
        this.documents = documents;
    }

    /**
     * The default engine: draft-07 by everit, draft 2020-12 by an exact rewriting for it.
     *
     * <p>Refused in 2020-12, for want of an exact rewriting: {@code minContains} and {@code maxContains},
     * {@code unevaluatedProperties} and {@code unevaluatedItems} beside {@code $ref}, {@code allOf} and their like,
     * {@code $dynamicRef}, {@code $id} below the root, and references that leave the document.
     *
     * @return the engine, formats enforced
     */
    public static SchemaEngine everit() {
        return new SchemaEngine(Backend.EVERIT, Set.of(), Set.of(), Map.of());
    }

    /**
     * The second engine, which carries every keyword of both dialects; patterns by RE2/J.
     *
     * <p>Needs {@code com.networknt:json-schema-validator} 2.x on the class path, which is an optional dependency.
     *
     * @return the engine, formats enforced
     * @throws IllegalStateException if the jar is absent
     */
    public static SchemaEngine networknt() {
        return networknt(Backend.NETWORKNT);
    }

    /**
     * The second engine with java.util.regex, which has look-around and back-references and can take forever.
     *
     * <p>Only for schemas whose every pattern was written by people who know how backtracking costs: a model that sends 40
     * well chosen characters can hold a thread for hours.
     *
     * @return the engine, formats enforced
     * @throws IllegalStateException if the jar is absent
     */
    public static SchemaEngine networkntWithUnboundedJavaRegex() {
        return networknt(Backend.NETWORKNT_JAVA_REGEX);
    }

    private static SchemaEngine networknt(Backend backend) {
        try {
            Class.forName("com.networknt.schema.SchemaRegistry", false, SchemaEngine.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "add com.networknt:json-schema-validator 2.x to the class path to use this engine", e);
        }
        return new SchemaEngine(backend, Set.of(), Set.of(), Map.of());
    }

    /**
     * The same engine that takes {@code format} for a remark, as draft 2020-12 has it by default: any text fits any format.
     *
     * @return a copy
     */
    public SchemaEngine formatsAsAnnotations() {
        return taking(Remark.FORMATS);
    }

    /**
     * The same engine that takes {@code default} for a remark: it is neither applied nor checked against its schema.
     *
     * @return a copy
     */
    public SchemaEngine defaultsAsAnnotations() {
        return taking(Remark.DEFAULTS);
    }

    /**
     * The same engine that takes constraints beside {@code $ref} in draft-07 for remarks, which is what that draft says they
     * are, for the second engine only. Without this such a schema is refused, since its author meant them.
     *
     * @return a copy
     * @throws UnsupportedOperationException on the default engine
     */
    public SchemaEngine ignoringWhatStandsBesideRefInDraft7() {
        if (backend == Backend.EVERIT) {
            throw new UnsupportedOperationException("the default engine refuses constraints beside $ref in draft 7");
        }
        return taking(Remark.BESIDE_REF);
    }

    private SchemaEngine taking(Remark remark) {
        Set<Remark> more = new HashSet<>(remarks);
        more.add(remark);
        return new SchemaEngine(backend, Set.copyOf(more), annotations, documents);
    }

    /**
     * The same engine that lets further keywords stand in a schema without enforcing them, such as
     * {@code propertyOrdering}.
     *
     * @param keywords names of keywords that constrain nothing; a keyword of the dialect stays what it is
     * @return a copy
     */
    public SchemaEngine allowingAnnotations(String... keywords) {
        Set<String> all = new HashSet<>(annotations);
        all.addAll(Set.of(keywords));
        return new SchemaEngine(backend, remarks, Set.copyOf(all), documents);
    }

    /**
     * The same engine with documents that a reference or {@code $schema} may name, for the second engine only.
     *
     * @param byUri JSON Schema texts by their absolute URI
     * @return a copy
     * @throws UnsupportedOperationException on the default engine, which follows no reference out of a document
     */
    public SchemaEngine knowingDocuments(Map<String, String> byUri) {
        if (backend == Backend.EVERIT) {
            throw new UnsupportedOperationException("the default engine follows no reference out of a document");
        }
        return new SchemaEngine(backend, remarks, annotations, Map.copyOf(byUri));
    }

    /**
     * Compiles a schema from its text.
     *
     * @param schemaJson a JSON Schema
     * @return the compiled schema
     * @throws SchemaRefusedException if the text is no JSON, or any part of it would not be enforced as it reads
     */
    public CompiledSchema compile(String schemaJson) {
        Parsed parsed = Json.parseOwn(schemaJson, SCHEMA_LIMITS);
        if (parsed instanceof Parsed.Refused refused) {
            throw new SchemaRefusedException(refused.pointer(), "", refused.message());
        }
        return compileValue(((Parsed.Value) parsed).value());
    }

    /**
     * Compiles a schema from its members.
     *
     * @param schema a JSON Schema as a JSON object, see {@link Json}
     * @return the compiled schema
     * @throws SchemaRefusedException if any part of it would not be enforced as it reads
     */
    public CompiledSchema compile(Map<String, @Nullable Object> schema) {
        return compile(Json.write(schema));
    }

    private CompiledSchema compileValue(@Nullable Object schema) {
        if (schema == null) {
            throw new SchemaRefusedException("", "", "a schema must be an object or a boolean");
        }
        try {
            SchemaDocument document = SchemaReader.read(schema, this);
            Matching.check(document, this);
            return new CompiledSchema(schema, document, this);
        } catch (StackOverflowError e) {
            throw new SchemaRefusedException("", "", "its references follow each other too deeply");
        }
    }

    Checker checker(SchemaDocument document, SchemaNode entry) {
        return second() ? NetworkntChecker.of(document, entry, this) : EveritChecker.of(document, entry, this);
    }

    boolean second() {
        return backend != Backend.EVERIT;
    }

    boolean linearPatterns() {
        return backend != Backend.NETWORKNT_JAVA_REGEX;
    }

    Set<String> annotations() {
        return annotations;
    }

    Map<String, String> documents() {
        return documents;
    }

    boolean formatsEnforced() {
        return !remarks.contains(Remark.FORMATS);
    }

    boolean ignoresBesideRef() {
        return remarks.contains(Remark.BESIDE_REF);
    }

    boolean defaultsApplied() {
        return !remarks.contains(Remark.DEFAULTS);
    }

    boolean knows(Object uri) {
        return documents.containsKey(uri);
    }
}
