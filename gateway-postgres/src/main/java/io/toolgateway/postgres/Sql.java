package io.toolgateway.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The statements, by the names of their files, for one schema and one kind of ids.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Sql {

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*\\R?");
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final String schema;
    private final HostIds hostIds;
    private final String process = UUID.randomUUID().toString();
    private final Map<String, String> statements = new ConcurrentHashMap<>();
    private final Map<Shaped, String> shaped = new ConcurrentHashMap<>();

    Sql(String schema, HostIds hostIds) {
        this.schema = requireName(schema);
        this.hostIds = hostIds;
    }

    /** A name that needs no quotes: what is filled into statements cannot end them. */
    static String requireName(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith("pg_")) {
            throw new IllegalArgumentException(
                    "a schema or a role is named by lower-case letters, digits and _, without pg_, not '" + name + "'");
        }
        return name;
    }

    String schema() {
        return schema;
    }

    /** What this process signs its notifications with. */
    String process() {
        return process;
    }

    HostIds hostIds() {
        return hostIds;
    }

    /** A statement of {@code statements/<name>.sql}, on one line and without comments. */
    String get(String name) {
        return statements.computeIfAbsent(name, missing -> {
            String text =
                    COMMENT.matcher(resource("statements/" + missing + ".sql")).replaceAll("");
            return BLANK.matcher(filled(text)).replaceAll(" ").strip();
        });
    }

    /** The same for rows of a shape. */
    String get(String name, RowShape shape) {
        return shaped.computeIfAbsent(new Shaped(name, shape), missing -> filled(shape.filled(get(name))));
    }

    private record Shaped(String name, RowShape shape) {}

    /** A text with the schema and the type of ids filled in. */
    String filled(String text) {
        return text.replace("${columns}", ProposalColumns.READ)
                .replace("${content}", ProposalColumns.CONTENT)
                .replace("${state}", ProposalColumns.STATE)
                .replace("${new_state}", ProposalColumns.NEW_STATE)
                .replace("${stored_content}", ProposalColumns.STORED_CONTENT)
                .replace("${expected_content}", ProposalColumns.EXPECTED_CONTENT)
                .replace("${stored_state}", ProposalColumns.STORED_STATE)
                .replace("${process}", process)
                .replace("${schema}", schema)
                .replace("${id}", hostIds.type());
    }

    /** A resource beside this class. */
    static String resource(String name) {
        try (InputStream in = Sql.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
