package io.toolgateway.wire;

import java.util.regex.Pattern;

/** Which tool names a provider allows. */
enum NameRule {
    /** OpenAI, Anthropic, Bedrock, Mistral; and Ollama, which states no rule. */
    PLAIN("[a-zA-Z0-9_-]", "[a-zA-Z0-9_-]", 64),
    /** What every edition of Gemini's rule allows: a letter or underscore first, and 63 characters. */
    GEMINI("[a-zA-Z_]", "[a-zA-Z0-9_-]", 63),
    /** MCP, where it is a SHOULD. */
    MCP("[a-zA-Z0-9_.-]", "[a-zA-Z0-9_.-]", 128);

    private final Pattern first;
    private final Pattern rest;
    private final int length;

    NameRule(String first, String rest, int length) {
        this.first = Pattern.compile(first);
        this.rest = Pattern.compile(rest);
        this.length = length;
    }

    boolean allows(String name) {
        return !name.isEmpty() && name.length() <= length && cleaned(name).equals(name);
    }

    /** The name with an underscore for whatever is not allowed. */
    String cleaned(String name) {
        StringBuilder clean = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            String character = Character.toString(c);
            clean.append(rest.matcher(character).matches() ? character : "_");
        });
        if (clean.length() > 0 && !first.matcher(clean.substring(0, 1)).matches()) {
            clean.insert(0, '_');
        }
        return clean.toString();
    }

    int length() {
        return length;
    }
}
