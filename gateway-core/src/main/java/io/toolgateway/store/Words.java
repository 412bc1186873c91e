package io.toolgateway.store;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.proposal.Proposal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What full-text search means: a word is a run of letters and digits, in whatever case. */
final class Words {

    private Words() {}

    /** The words of a text, in lower case. */
    static Set<String> of(String text) {
        Set<String> words = new HashSet<>();
        add(text, words);
        return words;
    }

    /** The words that a proposal is found by: those of its shown arguments' texts and numbers, and of its summary. */
    static Set<String> of(Proposal proposal) {
        Set<String> words = new HashSet<>();
        if (Json.parse(proposal.content().arguments().shown(), JsonLimits.WIDEST) instanceof Parsed.Value shown) {
            addValues(shown.value(), words);
        }
        String summary = proposal.content().origin().summary();
        if (summary != null) {
            add(summary, words);
        }
        return words;
    }

    private static void addValues(@Nullable Object value, Set<String> words) {
        if (value instanceof Map<?, ?> object) {
            object.values().forEach(member -> addValues(member, words));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> addValues(item, words));
        } else if (value instanceof String text) {
            add(text, words);
        } else if (value instanceof Number number) {
            add(Json.write(number), words);
        }
    }

    private static void add(String text, Set<String> words) {
        int start = 0;
        int next;
        for (int at = 0; at < text.length(); at = next) {
            int character = text.codePointAt(at);
            next = at + Character.charCount(character);
            if (!Character.isLetterOrDigit(character)) {
                addWord(text, start, at, words);
                start = next;
            }
        }
        addWord(text, start, text.length(), words);
    }

    private static void addWord(String text, int start, int end, Set<String> words) {
        if (start < end) {
            words.add(text.substring(start, end).toLowerCase(Locale.ROOT));
        }
    }
}
