package io.toolgateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact text of a value is what everything else rests on. */
@Tag("P11")
class NodeTest {

    private static final String[] SCALARS = {
        "0",
        "-1",
        "1.10",
        "1e400",
        "9007199254740993",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\\\"b\\u00e9\\\\\"",
        "\"ü😀\""
    };

    /** Long documents too: the parser reads those in pieces, and its offsets must not slip. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 3_000, 30_000})
    void everyValueKnowsExactlyWhatItWasReadFrom(int size) {
        Random random = new Random(size);
        for (int round = 0; round < 20; round++) {
            StringBuilder document = new StringBuilder("[");
            String[] values = new String[size];
            for (int i = 0; i < size; i++) {
                values[i] = value(random, 3);
                document.append(i == 0 ? "" : ",")
                        .append(blanks(random))
                        .append(values[i])
                        .append(blanks(random));
            }
            Node root = Node.parse(blanks(random) + document + "]" + blanks(random));

            assertThat(root.source()).isEqualTo(document + "]");
            for (int i = 0; i < size; i++) {
                if (!root.items().get(i).source().equals(values[i])) {
                    assertThat(root.items().get(i).source()).isEqualTo(values[i]);
                }
            }
        }
    }

    private static String value(Random random, int depth) {
        int kind = depth == 0 ? 2 : random.nextInt(6);
        if (kind == 0) {
            return "{" + blanks(random) + "\"a\\n\"" + blanks(random) + ":" + blanks(random) + value(random, depth - 1)
                    + ",\"a\\n\":" + value(random, depth - 1) + "}";
        }
        if (kind == 1) {
            return "[" + value(random, depth - 1) + blanks(random) + "," + value(random, depth - 1) + "]";
        }
        return SCALARS[random.nextInt(SCALARS.length)];
    }

    private static String blanks(Random random) {
        return " \n\t\r ".substring(random.nextInt(6));
    }

    @Test
    void limitsAreKept() {
        String deep = "[".repeat(256) + "]".repeat(256);
        assertThat(Node.parse(deep).source()).isEqualTo(deep);
        assertThatThrownBy(() -> Node.parse("[" + deep + "]")).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> Node.parse("[" + "1,".repeat(500_000) + "1]"))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("500000 values");
        assertThatThrownBy(() -> Node.parse("\"" + "a".repeat(16 * 1024 * 1024) + "\""))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("characters");
        String number = "1".repeat(100_000);
        assertThat(Node.parse("[" + number + "]").items().get(0).source()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[1,]", "{\"a\" 1}", "1 2", "NaN", "{'a':1}", "\"\u0001\"", "tru", "{\"a\":1}}"})
    void whatIsNoJsonIsNotRead(String text) {
        assertThatThrownBy(() -> Node.parse(text)).isInstanceOf(Unreadable.class);
        assertThat(Node.isWhole(text)).isFalse();
    }

    /** What makes it safe to trust a closed block: an object that was cut is never an object. */
    @Test
    void noBeginningOfAnObjectIsWhole() {
        String object = Samples.REFUND_ARGUMENTS;
        for (int cut = 0; cut < object.length(); cut++) {
            assertThat(Node.isWhole(object.substring(0, cut))).isFalse();
        }
        assertThat(Node.isWhole(object)).isTrue();
    }

    @Test
    void membersOfTheWrongKindAreNamedWithoutTheirValue() {
        Node node = Node.parse("{\"a\":\"SECRET\",\"b\":1,\"b\":2}");

        assertThatThrownBy(() -> node.items("a"))
                .hasMessageContaining("'a' is not an array")
                .hasMessageNotContaining("SECRET");
        assertThatThrownBy(() -> node.object("a")).hasMessageContaining("'a' is not an object");
        assertThatThrownBy(() -> node.requiredItems("c")).hasMessageContaining("'c' is missing");
        assertThatThrownBy(() -> node.text("b")).hasMessageContaining("'b' stands twice");
    }
}
