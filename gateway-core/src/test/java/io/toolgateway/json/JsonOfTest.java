package io.toolgateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P4")
class JsonOfTest {

    record Line(String item, int count, @Nullable BigDecimal price, Optional<String> note) {}

    @Test
    void recordsMapsListsAndNumbersBecomeJson() {
        Object json =
                Json.of(List.of(new Line("x", 2, new BigDecimal("1.50"), Optional.empty()), TimeUnit.DAYS, 1.0, 2f));

        assertThat(Json.write(json))
                .isEqualTo("[{\"item\":\"x\",\"count\":2,\"price\":1.5,\"note\":null},\"DAYS\",1,2]");
        assertThat(Json.of(new Object[] {(short) 1, BigInteger.ONE})).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void theCopyDoesNotFollowItsOriginal() {
        List<Object> original = new ArrayList<>(List.of(1));
        Object copy = Json.of(original);
        original.add(2);

        assertThat(copy).isEqualTo(List.of(1L));
    }

    @Test
    void whateverIsWrittenCanBeReadAgainWithinTheDefaultLimits() {
        Object deepest = 1L;
        for (int i = 0; i < JsonLimits.DEFAULT.maxDepth(); i++) {
            deepest = List.of(deepest);
        }
        Object tooDeep = List.of(deepest);

        assertThat(Json.parse(Json.write(Json.of(deepest)))).isEqualTo(deepest);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(tooDeep));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(new BigDecimal("1e1000000000")));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of("a\u0000b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(Map.of("\ud800", 1)));
    }

    @Test
    void whatHasNoJsonFormIsRefusedByItsTypeAndPlace() {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", cyclic);

        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(cyclic)).withMessageContaining("64");
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(Map.of("a", List.of(new Object()))))
                .withMessage("no JSON form for java.lang.Object at '/a/0'");
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(Map.of(1, 1)));
    }
}
