package io.toolgateway;

import io.toolgateway.tool.ToolRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** The roles that settle the unknown outcomes of a tool, besides those who could review its calls. */
record Settlers(ToolRegistry tools, Set<String> ofAll) implements Function<String, Set<String>> {

    @Override
    public Set<String> apply(String tool) {
        Set<String> roles = new HashSet<>(ofAll);
        tools.find(tool).ifPresent(registered -> roles.addAll(registered.tool().approvableBy()));
        return roles;
    }
}
