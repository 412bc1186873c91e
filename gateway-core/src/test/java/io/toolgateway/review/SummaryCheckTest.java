package io.toolgateway.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.tool.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How much of what a summary changes is found, and how much of what is found was changed: 300 summaries written for this, 150 that
 * say what the arguments say in many ways of wording, and 150 in which one id, amount, name or negation is another.
 */
@Tag("A7")
class SummaryCheckTest {

    /** One summary; the token is what was changed. */
    private record Row(
            boolean changed,
            String kind,
            Map<String, @Nullable Object> arguments,
            String tool,
            String summary,
            String token) {

        boolean hasChanged(String which) {
            return changed && kind.equals(which);
        }

        boolean isExact() {
            return hasChanged("amount") || hasChanged("id");
        }

        /** In these summaries nothing is hidden, so that places are the same. */
        boolean isAtToken(SummaryWarning warning) {
            int from = summary.lastIndexOf(token);
            // A denial has no one place.
            boolean isDenial = hasChanged("negation") && warning.kind() == SummaryWarning.Kind.NEGATION;
            return isDenial || changed && warning.start() < from + token.length() && from < warning.end();
        }
    }

    private static List<Row> rows() {
        try (InputStream file = SummaryCheckTest.class.getResourceAsStream("/review/summaries.jsonl")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parseObject)
                    .map(row -> new Row(
                            "changed".equals(row.get("label")),
                            String.valueOf(row.get("kind")),
                            Json.asObject(Objects.requireNonNull(row.get("arguments"))),
                            String.valueOf(row.get("tool")),
                            String.valueOf(row.get("summary")),
                            String.valueOf(row.get("token"))))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<SummaryWarning> warnings(Row row) {
        return warnings(row.tool(), row.arguments(), row.summary());
    }

    private static List<SummaryWarning> warnings(String tool, Map<String, @Nullable Object> arguments, String summary) {
        Known known = new Known();
        known.add(tool, arguments, Secrets.NONE);
        return SummaryCheck.of(summary, known);
    }

    private static List<String> tokens(String arguments, String summary) {
        return warnings("do_it", Json.parseObject(arguments), summary).stream()
                .map(SummaryWarning::token)
                .toList();
    }

    @Test
    void threeHundredSummariesHalfOfThemChanged() {
        List<Row> rows = rows();

        assertThat(rows).hasSize(300);
        assertThat(rows.stream().filter(Row::changed)).hasSize(150);
        assertThat(rows.stream().map(row -> row.summary() + row.arguments()).distinct())
                .hasSize(300);
        assertThat(rows.stream().filter(Row::isExact).count()).isGreaterThanOrEqualTo(120);
    }

    @Test
    void changedNumbersAndIdsAreFoundAndLittleElseIsMarked() {
        Map<String, int[]> found = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        List<String> falseAlarms = new ArrayList<>();
        int right = 0;
        int guessedRight = 0;
        int guessedWrong = 0;
        for (Row row : rows()) {
            boolean hit = false;
            for (SummaryWarning warning : warnings(row)) {
                boolean isRight = row.isAtToken(warning) && warning.kind().isExact() == row.isExact();
                hit |= isRight;
                if (warning.kind().isExact()) {
                    right += isRight ? 1 : 0;
                } else {
                    guessedRight += isRight ? 1 : 0;
                    guessedWrong += isRight ? 0 : 1;
                }
                if (!isRight) {
                    falseAlarms.add(warning.kind() + " '" + warning.token() + "' in: " + row.summary());
                }
            }
            if (row.changed()) {
                int[] counts = found.computeIfAbsent(row.kind(), kind -> new int[2]);
                counts[0] += hit ? 1 : 0;
                counts[1]++;
                if (!hit) {
                    missed.add(row.kind() + " '" + row.token() + "' in: " + row.summary());
                }
            }
        }
        int wrong = falseAlarms.size() - guessedWrong;
        double recall = share(found, "amount"::equals, "id"::equals);
        double precision = (double) right / (right + wrong);
        Map<String, String> byKind = new LinkedHashMap<>();
        found.forEach((kind, counts) -> byKind.put(kind, counts[0] + " of " + counts[1]));
        System.out.printf(
                Locale.ROOT,
                "Summaries: recall for changed numbers and ids %.3f, precision %.3f (%d right, %d wrong); found by kind %s;"
                        + " names and negations %d right, %d wrong%n",
                recall,
                precision,
                right,
                wrong,
                byKind,
                guessedRight,
                guessedWrong);
        missed.forEach(line -> System.out.println("  missed " + line));
        falseAlarms.forEach(line -> System.out.println("  false alarm " + line));

        assertThat(recall).as("recall, numbers and ids: %s", missed).isGreaterThanOrEqualTo(0.95);
        assertThat(precision).as("precision, numbers and ids: %s", falseAlarms).isGreaterThanOrEqualTo(0.90);
        // Guesses must not drown what is certain.
        assertThat(guessedWrong).isLessThanOrEqualTo(Math.max(3, guessedRight / 3));
    }

    @Test
    void whatPeopleWriteForTheSameValueIsNoWarning() {
        assertThat(tokens("{\"amount\": 1250.5}", "1,250.50 or 1.250,50 or 1 250.5 or 1250,50"))
                .isEmpty();
        assertThat(tokens("{\"share\": 0.15}", "15% of it")).isEmpty();
        assertThat(tokens("{\"amount_cents\": 1999}", "That is $19.99.")).isEmpty();
        assertThat(tokens("{\"id\": \"ORD-00420\"}", "Order 420, #00420, ord-00420, ORD00420"))
                .isEmpty();
        assertThat(tokens("{\"at\": \"2026-03-04T08:30:00Z\"}", "on 4 March 2026 at 8:30 am, 2026-03-04T08:30:00Z"))
                .isEmpty();
        assertThat(tokens("{\"day\": \"20-09-2023\"}", "the 20th of September 2023, 20.9.2023"))
                .isEmpty();
        assertThat(tokens("{\"day\": \"20-09-2023\"}", "21-09-2023")).containsExactly("21-09-2023");
        assertThat(tokens("{\"all\": [1, 2]}", "1. two of them\n2. both")).isEmpty();
    }

    @Test
    void whatIsHiddenBetweenDigitsHidesNothing() {
        assertThat(tokens("{\"amount\": 90}", "Refund 9\u200b00 dollars")).containsExactly("9⟦U+200B⟧00 dollars");
        assertThat(tokens("{\"amount\": 90}", "Refund \uff19\uff10\uff10")).containsExactly("\uff19\uff10\uff10");
        assertThat(tokens("{\"amount\": 90}", "Refund \u202e90\u202c")).isEmpty();
        assertThat(tokens("{\"id\": \"PAY-1\"}", "P\u0410Y-1")).containsExactly("P\u0410Y-1");
    }

    @Test
    void aWarningSaysWhereInTheShownTextItStands() {
        String summary = "A\u202eB\nrefund 95 \u27e6x\u27e7 for ORD-9";
        ShownText shown = Visible.prose(summary);

        List<SummaryWarning> warnings = warnings("refund", Json.parseObject("{\"amount\": 90}"), summary);

        assertThat(warnings.stream().map(warning -> shown.text().substring(warning.start(), warning.end())))
                .containsExactly("95", "ORD-9");
    }

    @Test
    void anyTextIsChecked() {
        for (String text : List.of(
                "",
                "1",
                "\ud800",
                "1,",
                ".5",
                "5.",
                "1e5",
                "$",
                "0".repeat(3_000),
                "1.".repeat(2_000),
                "twenty ".repeat(500),
                "A".repeat(4_000),
                "-".repeat(4_000),
                "1-".repeat(2_000),
                "99:99 99.99.9999 +1 (")) {
            assertThat(warnings("t", Json.parseObject("{\"a\": 1e300, \"b\": \"" + "1 ".repeat(50) + "\"}"), text))
                    .isNotNull();
        }
    }

    @SafeVarargs
    private static double share(Map<String, int[]> found, Predicate<String>... kinds) {
        int hits = 0;
        int all = 0;
        for (Map.Entry<String, int[]> kind : found.entrySet()) {
            for (Predicate<String> wanted : kinds) {
                if (wanted.test(kind.getKey())) {
                    hits += kind.getValue()[0];
                    all += kind.getValue()[1];
                }
            }
        }
        return (double) hits / all;
    }
}
