package io.toolgateway.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.schema.CompiledSchema;
import io.toolgateway.schema.SchemaEngine;
import io.toolgateway.schema.SchemaRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The official JSON Schema test suite: an engine may refuse a schema by name, it may never judge wrongly. */
@Tag("P4")
class JsonSchemaSuiteTest {

    private static final String SUITE = "json-schema-test-suite";

    @Test
    void theDefaultEngineIsNeverWrongOnDraft202012AndAnswersThreeQuarters() {
        Score score =
                run("draft2020-12", SchemaEngine.everit().formatsAsAnnotations().defaultsAsAnnotations());

        score.report("everit, 2020-12");
        assertThat(score.wrong).isEmpty();
        assertThat(score.right).isGreaterThanOrEqualTo((int) (0.75 * score.tests()));
        assertThat(score.unnamed).isEmpty();
    }

    @Test
    void theDefaultEngineIsNeverWrongOnDraft7() {
        Score score = run("draft7", SchemaEngine.everit().formatsAsAnnotations().defaultsAsAnnotations());

        score.report("everit, draft 7");
        assertThat(score.wrong).isEmpty();
        assertThat(score.right).isGreaterThanOrEqualTo((int) (0.75 * score.tests()));
        assertThat(score.unnamed).isEmpty();
    }

    @Test
    void theSecondEngineIsNeverWrongAndRefusesAHundredthForItsPatterns() {
        for (String draft : List.of("draft2020-12", "draft7")) {
            Score score = run(draft, knowingTheRemotes(SchemaEngine.networknt()));

            score.report("networknt, " + draft + ", RE2/J");
            assertThat(score.wrong).isEmpty();
            assertThat(score.refused).isLessThanOrEqualTo(score.tests() / 100);
        }
    }

    @Test
    void theSecondEngineWithJavaRegexAnswersAll() {
        for (String draft : List.of("draft2020-12", "draft7")) {
            Score score = run(draft, knowingTheRemotes(SchemaEngine.networkntWithUnboundedJavaRegex()));

            score.report("networknt, " + draft + ", java.util.regex");
            assertThat(score.wrong).isEmpty();
            assertThat(score.refusals).isEmpty();
        }
    }

    @Test
    void constraintsThatDraft7WouldIgnoreBesideARefAreRefusedUnlessTheHostSaysOtherwise() {
        Score score = run("draft7", asRemarks(SchemaEngine.networknt()));

        assertThat(score.wrong).isEmpty();
        assertThat(score.refusals).isNotEmpty().allMatch(refusal -> refusal.contains("beside $ref"));
    }

    /** The suite expects its own little server on port 1234, and uses keywords of its own as remarks. */
    private static SchemaEngine knowingTheRemotes(SchemaEngine engine) {
        return asRemarks(engine).ignoringWhatStandsBesideRefInDraft7();
    }

    private static SchemaEngine asRemarks(SchemaEngine engine) {
        Map<String, String> documents = new HashMap<>();
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows(SUITE + "/remotes.jsonl")) {
            rows.forEach(row -> documents.put((String) row.get("url"), Json.write(row.get("schema"))));
        }
        return engine.formatsAsAnnotations()
                .defaultsAsAnnotations()
                .knowingDocuments(documents)
                .allowingAnnotations("unknown-keyword");
    }

    private static Score run(String draft, SchemaEngine engine) {
        Score score = new Score();
        try (Stream<Map<String, @Nullable Object>> rows = Recorded.rows(SUITE + "/cases.jsonl.gz")) {
            rows.filter(row -> draft.equals(row.get("draft")) && Boolean.FALSE.equals(row.get("optional")))
                    .forEach(row -> score.add(row, engine));
        }
        return score;
    }

    private static final class Score {

        private int right;
        private int refused;
        private final List<String> wrong = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final List<String> unnamed = new ArrayList<>();
        private final Map<String, Integer> refusedFor = new TreeMap<>();

        int tests() {
            return right + refused + wrong.size();
        }

        void add(Map<String, @Nullable Object> row, SchemaEngine engine) {
            List<?> tests = (List<?>) row.get("tests");
            CompiledSchema schema;
            try {
                schema = engine.compile(Json.write(dialected(row)));
            } catch (SchemaRefusedException e) {
                refused += tests.size();
                refusedFor.merge(e.keyword(), tests.size(), Integer::sum);
                refusals.add(row.get("id") + ": " + e.getMessage());
                if (e.keyword().isEmpty() && e.pointer().isEmpty()) {
                    unnamed.add(row.get("id") + ": " + e.getMessage());
                }
                return;
            }
            for (Object each : tests) {
                Map<String, @Nullable Object> test = Json.asObject(each);
                boolean valid = schema.check(test.get("data")).isEmpty();
                if (Boolean.valueOf(valid).equals(test.get("valid")) && valid == schema.accepts(test.get("data"))) {
                    right++;
                } else {
                    wrong.add(row.get("id") + ": " + test.get("description"));
                }
            }
        }

        void report(String engine) {
            Figures.row(
                    SUITE,
                    String.format(
                            "%s: %d tests, %d right, %d wrong, %d refused%s",
                            engine, tests(), right, wrong.size(), refused, refused == 0 ? "" : " for " + byKeyword()));
        }

        /** The suite means its folder's dialect where a schema names none. */
        private static @Nullable Object dialected(Map<String, @Nullable Object> row) {
            if (!row.get("draft").equals("draft7") || !(row.get("schema") instanceof Map<?, ?> schema)) {
                return row.get("schema");
            }
            Map<Object, @Nullable Object> named = new LinkedHashMap<>(schema);
            named.putIfAbsent("$schema", "http://json-schema.org/draft-07/schema#");
            return named;
        }

        private String byKeyword() {
            return refusedFor.entrySet().stream()
                    .sorted((a, b) -> b.getValue() - a.getValue())
                    .map(entry -> (entry.getKey().isEmpty() ? "U+0000" : entry.getKey()) + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
    }
}
