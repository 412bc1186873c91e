package io.toolgateway.wire;

import io.toolgateway.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tools' names as a provider allows them, and back.
 *
 * <p>A name that is allowed stays. Any other becomes a cleaned form with twelve hex digits of its SHA-256 behind it; so
 * does a name that only looks like such a form, which keeps the two kinds apart. The form depends on the name alone, so
 * all hosts agree whatever set of tools each has bound.
 */
final class Names {

    private static final int HEX_DIGITS = 12;
    private static final Pattern LOOKS_MAPPED = Pattern.compile(".*_[0-9a-f]{" + HEX_DIGITS + "}", Pattern.DOTALL);

    private final NameRule rule;
    private final Map<String, String> onWire = new HashMap<>();
    private final Map<String, String> inRegistry = new HashMap<>();

    Names(NameRule rule, Collection<ToolDefinition> tools) {
        this.rule = rule;
        for (ToolDefinition tool : tools) {
            String mapped = mapped(rule, tool.name());
            String other = inRegistry.put(mapped, tool.name());
            if (other != null) {
                throw new IllegalArgumentException("the tools '" + other + "' and '" + tool.name()
                        + "' would have one name on the wire, '" + mapped + "'; rename one");
            }
            onWire.put(tool.name(), mapped);
        }
    }

    /** The name to write for a tool; a name that is no bound tool's is written as it is. */
    String onWire(String tool) {
        return onWire.getOrDefault(tool, tool);
    }

    /**
     * The registry's name for a name in a response.
     *
     * @return the tool that was offered under it; or the same name, which no tool can then have been offered under another
     *     name for; or null, if a tool of that very name would have been offered under another
     */
    @Nullable
    String inRegistry(String name) {
        String tool = inRegistry.get(name);
        if (tool != null) {
            return tool;
        }
        return mapped(rule, name).equals(name) ? name : null;
    }

    private static String mapped(NameRule rule, String name) {
        if (rule.allows(name) && !LOOKS_MAPPED.matcher(name).matches()) {
            return name;
        }
        String clean = rule.cleaned(name);
        int room = rule.length() - HEX_DIGITS - 1;
        return clean.substring(0, Math.min(clean.length(), room)) + "_" + digest(name);
    }

    private static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
