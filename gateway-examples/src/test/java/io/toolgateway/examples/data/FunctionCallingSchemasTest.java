package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.schema.SchemaNormalizer;
import io.toolgateway.schema.SchemaRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Berkeley function calling set: published tools, the calls that belong to them, and calls changed in one place. */
@Tag("P4")
class FunctionCallingSchemasTest {

    private static final String SET = "bfcl";
    private static final Map<String, CompiledSchema> OPEN = new HashMap<>();
    private static final Map<String, CompiledSchema> CLOSED = new HashMap<>();
    private static final List<String> REFUSED = new ArrayList<>();

    @BeforeAll
    static void register() {
        try (Stream<Map<String, @Nullable Object>> tools = Recorded.rows("bfcl/tools.jsonl.gz")) {
            tools.forEach(tool -> {
                String id = (String) Objects.requireNonNull(tool.get("id"));
                Map<String, @Nullable Object> schema =
                        SchemaNormalizer.normalize(Json.asObject(Objects.requireNonNull(tool.get("parameters_raw"))));
                Map<String, @Nullable Object> closed = new LinkedHashMap<>(schema);
                closed.put("additionalProperties", false);
                try {
                    OPEN.put(id, SchemaEngine.everit().compile(schema));
                    CLOSED.put(id, SchemaEngine.everit().compile(closed));
                } catch (SchemaRefusedException e) {
                    REFUSED.add(id + ": " + e.getMessage());
                }
            });
        }
    }

    @Test
    void everyPublishedToolRegistersAfterTheDocumentedNormalisation() {
        Figures.row(SET, OPEN.size() + " tools registered, " + REFUSED.size() + " refused");
        assertThat(REFUSED).isEmpty();
    }

    @Test
    void everyRecordedCallGetsTheVerdictOfTheReference() {
        List<String> wrong = new ArrayList<>();
        int[] judged = new int[2];
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("bfcl/entries.jsonl.gz")) {
            rows.forEach(row -> calls(row).forEach(call -> {
                boolean valid = Boolean.TRUE.equals(call.get("valid"));
                judged[valid ? 0 : 1]++;
                if (!agree(OPEN, call, valid)) {
                    wrong.add(row.get("id") + " " + call.get("name"));
                }
            }));
        }

        Figures.row(
                SET,
                String.format("calls: %d valid, %d invalid, %d judged wrongly", judged[0], judged[1], wrong.size()));
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyMutantGetsTheVerdictOfTheReferenceOpenAndClosed() {
        List<String> wrong = new ArrayList<>();
        int[] judged = new int[1];
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows("bfcl/mutants.jsonl.gz")) {
            rows.forEach(row -> {
                judged[0]++;
                boolean right = agree(OPEN, row, Boolean.TRUE.equals(row.get("valid_open")))
                        && agree(CLOSED, row, Boolean.TRUE.equals(row.get("valid_closed")));
                if (!right) {
                    wrong.add((String) row.get("id"));
                }
            });
        }

        Figures.row(SET, String.format("mutants: %d, %d judged wrongly (open or closed)", judged[0], wrong.size()));
        assertThat(wrong).isEmpty();
    }

    /** The verdict must be the same with and without the defaults filled in, and on the fast question and the full one. */
    private static boolean agree(
            Map<String, CompiledSchema> schemas, Map<String, @Nullable Object> call, boolean valid) {
        CompiledSchema schema = schemas.get((String) call.get("tool"));
        Object arguments = call.get("args");
        return schema != null
                && schema.check(arguments).isEmpty() == valid
                && schema.accepts(arguments) == valid
                && schema.accepts(schema.withDefaults(arguments)) == valid;
    }

    private static List<Map<String, @Nullable Object>> calls(Map<String, @Nullable Object> row) {
        List<Map<String, @Nullable Object>> calls = new ArrayList<>();
        if (row.get("calls") instanceof List<?> list) {
            list.forEach(call -> calls.add(Json.asObject(Objects.requireNonNull(call))));
        }
        return calls;
    }
}
