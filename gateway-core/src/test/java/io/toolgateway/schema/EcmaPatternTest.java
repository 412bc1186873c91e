package io.toolgateway.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.json.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P4")
class EcmaPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^a$|\"a\"|\"a\\n\"",
                "^[a-f0-9]{4}$|\"00ff\"|\"00ff\\n\"",
                "b|\"abc\"|\"ac\"",
                "^.$|\"\\ud83d\\ude00\"|\"\\u2028\"",
                "^\\w+$|\"a_1\"|\"\\u00e9\"",
                "^\\d$|\"1\"|\"\\u0661\"",
                "^\\s$|\"\\u00a0\"|\"a\"",
                "^\\s$|\"\\u000b\"|\"\\u200b\"",
                "^\\S$|\"a\"|\"\\ufeff\"",
                "^[\\s\\S]$|\"\\n\"|\"\"",
                "^[^\\s,]+$|\"ab\"|\"a\\u2003b\"",
                "^\\u00e9$|\"\\u00e9\"|\"e\"",
                "^\\u{1F600}$|\"\\ud83d\\ude00\"|\"\\ud83d\\ude01\"",
                "^\\ud83d\\ude00$|\"\\ud83d\\ude00\"|\"x\"",
                "^[[]$|\"[\"|\"a\"",
                "^[^]$|\"\\n\"|\"\"",
                "^\\cJ$|\"\\n\"|\"J\"",
                "^\\p{Letter}+$|\"\\u00e9a\"|\"1\"",
                "^\\p{Script=Greek}$|\"\\u03b1\"|\"a\"",
                "^(?:ab?)(?<n>c)$|\"abc\"|\"c\"",
                "^a\\/b\\-c$|\"a/b-c\"|\"ab-c\""
            })
    void expressionsMeanWhatEcma262Says(String expression, String matching, String other) {
        EcmaPattern pattern = EcmaPattern.compile(expression);
        Budget.begin();

        assertThat(pattern.find((String) Json.parse(matching))).isTrue();
        assertThat(pattern.find((String) Json.parse(other))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(a)\\1", "\\k<n>", "(?i)a", "\\Aa", "a\\Z", "a\\z", "\\Qa\\E",
                        "\\a", "\\e",
                "[", "(", "a**", "a++", "\\", "a{1001}", "\\pL", "\\ud83d", "\\u12", "\\x1", "\\c1", "\\p{Nonsense}",
                        "(?P<n>a)"
            })
    void whatRe2CannotDoOrEcma262DoesNotKnowIsRefused(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> EcmaPattern.compile(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^ORD-[0-9]{5}$",
                "^[a-z]+$",
                "^[A-Z]{2}\\d{4,8}$",
                "^\\w+$",
                "^[a-z0-9_.+-]*$",
                "^a\\.b\\$$",
                "^x y$",
                "^$",
                "^[a-c]?z$"
            })
    void simpleExpressionsMeanTheSameToBothMatchers(String expression) {
        java.util.regex.Pattern simple = SimplePattern.compile(expression);
        EcmaPattern linear = EcmaPattern.compile(expression);
        Random random = new Random(expression.hashCode());
        List<String> pieces = List.of(
                "ORD-",
                "1",
                "12345",
                "a",
                "B",
                "AB",
                "_",
                ".",
                "+",
                "-",
                "$",
                "\n",
                "é",
                "\ud83d\ude00",
                " ",
                "z",
                "a.b$",
                "x y",
                "");

        assertThat(simple).isNotNull();
        for (int i = 0; i < 5_000; i++) {
            String text = pieces.get(random.nextInt(pieces.size()))
                    + pieces.get(random.nextInt(pieces.size()))
                    + pieces.get(random.nextInt(pieces.size()));
            assertThat(simple.matcher(text).matches()).as(text).isEqualTo(linear.matches(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "^a",
                "a$",
                "^(a+)+$",
                "^a*a*$",
                "^.*$",
                "^\\s$",
                "^a|b$",
                "^[^a]$",
                "^[a&&b]$",
                "^[[a]$",
                "^a\\$",
                "^[\\d-z]$",
                "^[a-c-e]$",
                "^[+--]$",
                "^a{2}{3}$",
                "^\\u0041$",
                "^a??$",
                "^é$"
            })
    void anythingElseIsLeftToTheLinearMatcher(String expression) {
        assertThat(SimplePattern.compile(expression)).isNull();
    }
}
