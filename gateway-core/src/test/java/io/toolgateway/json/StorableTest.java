package io.toolgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S3")
class StorableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "[null,true,false,-1,1.5,12345678901234567890]",
                "{\"\":\"\",\"a\":[{},[],[[]]],\"b\":{\"c\":1e-9,\"d\":1e300}}",
                "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud83d\\ude00\""
            })
    void aSizeIsThatOfWhatIsWritten(String json) {
        Object value = Json.parse(json);
        int bytes = Json.write(value).getBytes(StandardCharsets.UTF_8).length;

        assertThat(Storable.isLarger(value, bytes)).isFalse();
        assertThat(Storable.isLarger(value, bytes - 1)).isTrue();
    }

    @Test
    void aLargeValueIsNotLookedAtToItsEnd() {
        List<Object> endless = new java.util.AbstractList<>() {
            @Override
            public Object get(int index) {
                assertThat(index).isLessThan(1_000);
                return "0123456789";
            }

            @Override
            public int size() {
                return 1_000;
            }
        };

        assertThat(Storable.isLarger(Map.of("a", endless), 10_000)).isTrue();
        assertThat(Storable.isLarger("x".repeat(1_000), 0)).isTrue();
    }

    @Test
    void wordsAreCutOnceAndSayHowLongTheyWere() {
        String cut = Storable.bounded("x".repeat(500), 100);

        assertThat(cut).isEqualTo("x".repeat(78) + " [cut, 500 characters]").hasSize(100);
        assertThat(Storable.bounded(cut, 100)).isEqualTo(cut);
        assertThat(Storable.bounded("x".repeat(100), 100)).hasSize(100).doesNotContain("cut");
        assertThat(Storable.bounded("x".repeat(77) + "\uD83D\uDE00" + "x".repeat(100), 100))
                .isEqualTo("x".repeat(77) + "\uFFFD [cut, 179 characters]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.0", "1e308", "-1e-308", "9.99e308", "0e-308", "1.10"})
    void aNumberThatADoubleCouldBeIsHeld(String number) {
        assertThat(Storable.isHeld(new BigDecimal(number))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "1e-309", "1e100000", "1e-20000", "0e-20000", "0e2147483647", "1e-2147483647"})
    void aNumberBeyondIsNot(String number) {
        assertThat(Storable.isHeld(new BigDecimal(number))).isFalse();
    }

    @Test
    void aNumberOfTooManyDigitsIsNotHeld() {
        assertThat(Storable.isHeld(new BigDecimal("0." + "1".repeat(1_000)))).isTrue();
        assertThat(Storable.isHeld(new BigDecimal("0." + "1".repeat(1_001)))).isFalse();
    }
}
