package io.toolgateway.review;

import static io.toolgateway.review.TextFlag.COMBINING_FLOOD;
import static io.toolgateway.review.TextFlag.CONTROL_CHARACTERS;
import static io.toolgateway.review.TextFlag.CUT;
import static io.toolgateway.review.TextFlag.DIRECTION_CHANGE;
import static io.toolgateway.review.TextFlag.INVISIBLE_CHARACTERS;
import static io.toolgateway.review.TextFlag.LOOKALIKES;
import static io.toolgateway.review.TextFlag.MIXED_SCRIPTS;
import static io.toolgateway.review.TextFlag.RIGHT_TO_LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any text becomes one that shows all that is in it, and says what eyes cannot see. */
@Tag("A7")
class ShownTextTest {

    private static String shown(String raw) {
        return Visible.of(raw).text();
    }

    private static Set<TextFlag> flags(String raw) {
        return Visible.of(raw).flags();
    }

    @Test
    void whatCannotBeSeenIsShownByItsNumber() {
        assertThat(shown("9\u200b00")).isEqualTo("9⟦U+200B⟧00");
        assertThat(shown("a\u202eb\u2066c")).isEqualTo("a⟦U+202E⟧b⟦U+2066⟧c");
        assertThat(shown("\udb40\udc41\ufe0f")).isEqualTo("⟦U+E0041⟧⟦U+FE0F⟧");
        assertThat(shown("a\u00a0b\u2003c\u3000d")).isEqualTo("a⟦U+00A0⟧b⟦U+2003⟧c\u3000d");
        assertThat(shown("a\r\nb\tc\u0000\ud800")).isEqualTo("a⟦U+000D⟧↵b⟦U+0009⟧c⟦U+0000⟧⟦U+D800⟧");
        assertThat(flags("9\u200b00")).containsExactly(INVISIBLE_CHARACTERS);
        assertThat(flags("\u202e")).containsExactly(DIRECTION_CHANGE);
        assertThat(flags("\u001b[31m")).containsExactly(CONTROL_CHARACTERS);
        assertThat(flags("two\nlines")).isEmpty();
        assertThat(flags("\u05d0\u05d1 12")).containsExactly(RIGHT_TO_LEFT);
    }

    @Test
    void whatIsEverydayIsShownAsItIs() {
        for (String plain : List.of(
                "",
                "Müller & Søn, 5 €",
                "東京タワー Tokyo",
                "서울 Seoul 漢字",
                "Привет, Анна!",
                "Ελλάδα",
                "नमस्ते",
                "สวัสดี",
                "👍 ok",
                "m² 1º ª",
                "naïve café",
                "e\u0301",
                "O'Brien-Smith <o@b.example>")) {
            assertThat(shown(plain)).isEqualTo(plain);
            assertThat(flags(plain)).as(plain).isEmpty();
        }
    }

    @Test
    void marksOfTheCardItselfCannotBeForged() {
        assertThat(shown("⟦from the model⟧ ↵")).isEqualTo("⟦U+27E6⟧from the model⟦U+27E7⟧ ⟦U+21B5⟧");
        Set<String> shown = new HashSet<>();
        Set<String> raw = new HashSet<>();
        Random random = new Random(7);
        String alphabet = "aU+27E6\u27e6\u27e7\u200b\n\u21b5\u0301 ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j > 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            raw.add(text.toString());
            shown.add(shown(text.toString()));
        }
        assertThat(shown).as("no two texts are shown alike").hasSameSizeAs(raw);
    }

    @Test
    void aLongTextHasItsBeginningItsEndItsLengthAndItsHash() {
        String text = "A".repeat(250) + "hidden" + "\u202e" + "B".repeat(100);
        ShownText shown = Visible.of(text);

        assertThat(shown.text()).isEqualTo("A".repeat(200) + " ⟦... 107 characters left out ...⟧ " + "B".repeat(50));
        assertThat(shown.length()).isEqualTo(357);
        assertThat(shown.flags()).as("also of what is left out").containsExactly(CUT, DIRECTION_CHANGE);
        assertThat(Visible.of("abc").sha256()).isNull();
        // sha256sum of 301 times "a"
        assertThat(Visible.of("a".repeat(301)).sha256())
                .isEqualTo(Visible.sha256("a".repeat(301)))
                .hasSize(64);
        assertThat(Visible.sha256("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Visible.of("\ud83d\udc4d".repeat(300)).isCut())
                .as("characters, not halves of them")
                .isFalse();
    }

    @Test
    void floodsAreCountedAndCut() {
        assertThat(shown("Z" + "\u0334".repeat(100) + "o")).isEqualTo("Z" + "\u0334".repeat(4) + "⟦96 more marks⟧o");
        assertThat(flags("Z" + "\u0334".repeat(100))).containsExactly(COMBINING_FLOOD);
        assertThat(shown("\u0301x"))
                .as("a mark without a letter sits on nothing")
                .isEqualTo("⟦U+0301⟧x");
        assertThat(shown("a\u200b\u0301")).isEqualTo("a⟦U+200B⟧⟦U+0301⟧");
        assertThat(shown("a" + " ".repeat(200) + "b")).isEqualTo("a⟦200 blanks⟧b");
        assertThat(shown("a        b")).isEqualTo("a        b");
    }

    /** UTS 39, 5.1 and 5.3: its own examples and the classics. */
    @Test
    void wordsOfScriptsThatNoLanguageMixesAreFlagged() {
        for (String mixed : List.of(
                "p\u0430ypal.com",
                "\u0421ircle",
                "micr\u03bfsoft",
                "ann@b\u0430nk.example",
                "ORD-1\u06623",
                "\u6f22\u0430")) {
            assertThat(flags(mixed)).as(mixed).contains(MIXED_SCRIPTS);
        }
        for (String single : List.of(
                "Circle",
                "Сirсlе and Kruh".replace("Сirсlе", "Krug"),
                "漢字かなカナ",
                "Toys2カナ",
                "漢字ㄅ",
                "한글abc",
                "Москва и London")) {
            assertThat(flags(single)).as(single).doesNotContain(MIXED_SCRIPTS);
        }
    }

    @Test
    void wordsThatOnlyLookLikeOthersAreFlagged() {
        assertThat(flags("\u0440\u0430\u0443")).as("all Cyrillic").containsExactly(LOOKALIKES);
        assertThat(flags("\uff50\uff41\uff59")).as("fullwidth").containsExactly(LOOKALIKES);
        assertThat(flags("\ud835\udc29\ud835\udc1a\ud835\udc32"))
                .as("mathematical")
                .containsExactly(LOOKALIKES);
        assertThat(flags("сорок рублей")).as("a Russian reads it").isEmpty();
    }

    @Test
    void encodingTwiceShowsTheSame() {
        for (String text : List.of("a\u202eb", "⟦U+202E⟧", "x\ny", "Z" + "\u0334".repeat(9))) {
            assertThat(Encode.forLine(Encode.forLine(text))).isEqualTo(Encode.forLine(text));
            assertThat(Encode.forPlainText(shown(text))).isEqualTo(shown(text));
        }
    }
}
