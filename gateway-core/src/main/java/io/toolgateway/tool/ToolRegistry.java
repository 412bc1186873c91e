package io.toolgateway.tool;

import io.toolgateway.schema.SchemaEngine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The allowlist: the tools that there are. What is not here does not exist for a model; names are compared exactly.
 *
 * <p>Every schema is compiled here, and one that would not be enforced exactly is refused here.
 *
 * <p>Threads: immutable. To switch a tool off at runtime see {@link io.toolgateway.store.ToolSwitches}.
 *
 * @since 0.1
 */
public final class ToolRegistry {

    private final Map<String, RegisteredTool> tools = new LinkedHashMap<>();
    private final SchemaEngine engine;

    private ToolRegistry(SchemaEngine engine, List<Tool> tools) {
        this.engine = engine;
        for (Tool tool : tools) {
            if (this.tools.put(tool.name(), new RegisteredTool(tool, engine)) != null) {
                throw new IllegalArgumentException("two tools are named '" + tool.name() + "'");
            }
        }
    }

    /**
     * A registry of these tools, their schemas by the default engine.
     *
     * @param tools the tools, in the order in which the model is told of them
     * @return the registry
     * @throws IllegalArgumentException if two have one name or a schema is refused; the message names the tool, the place and
     *     the keyword
     */
    public static ToolRegistry of(Tool... tools) {
        return of(SchemaEngine.everit(), List.of(tools));
    }

    /**
     * A registry of these tools, their schemas by an engine of choice.
     *
     * @param engine the engine
     * @param tools the tools, in the order in which the model is told of them
     * @return the registry
     * @throws IllegalArgumentException if two have one name or a schema is refused
     */
    public static ToolRegistry of(SchemaEngine engine, List<Tool> tools) {
        return new ToolRegistry(engine, tools);
    }

    /**
     * The same allowlist with every tool changed, such as by {@link Tool#handledBy}; the schemas by the same engine.
     *
     * @param change what to make of each tool
     * @return a copy; this registry stays as it is
     * @throws IllegalArgumentException if what comes out is no registry, see {@link #of(SchemaEngine, List)}
     */
    public ToolRegistry with(UnaryOperator<Tool> change) {
        return new ToolRegistry(
                engine,
                tools.values().stream().map(RegisteredTool::tool).map(change).toList());
    }

    /**
     * The same allowlist with one tool more, behind the others; its schema by the same engine.
     *
     * @param tool the tool
     * @return a copy; this registry stays as it is
     * @throws IllegalArgumentException if what comes out is no registry, see {@link #of(SchemaEngine, List)}
     */
    public ToolRegistry and(Tool tool) {
        return new ToolRegistry(
                engine,
                Stream.concat(tools.values().stream().map(RegisteredTool::tool), Stream.of(tool))
                        .toList());
    }

    /**
     * Looks a tool up.
     *
     * @param name the name as sent
     * @return the tool; empty if it is not on the list
     */
    public Optional<RegisteredTool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** {@return the names of all tools, in their order} */
    public Set<String> names() {
        return Collections.unmodifiableSet(tools.keySet());
    }

    /** {@return what the model is told of all tools, in their order} */
    public List<ToolDefinition> definitions() {
        return tools.values().stream().map(RegisteredTool::definition).toList();
    }
}
