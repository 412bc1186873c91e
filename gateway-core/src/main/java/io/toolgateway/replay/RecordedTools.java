package io.toolgateway.replay;

import io.toolgateway.json.Json;
import io.toolgateway.json.Parsed;
import io.toolgateway.tool.Effect;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolBuilder;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tools file: JSON Lines, UTF-8, a tool a row; {@code .gz} is unpacked; blank lines are passed over.
 *
 * <pre>{@code
 * {"name":"get_order","description":"...","parameters":{"type":"object",...},"effect":"read_only","callable_by":["agent"]}
 * }</pre>
 *
 * <ul>
 *   <li>{@code name} (text, needed): 1 to 128 letters, digits, underscores, dots or hyphens; each once.
 *   <li>{@code description} (text).
 *   <li>{@code parameters} (object): the JSON Schema of the arguments; left out, the tool takes none.
 *   <li>{@code effect}: {@code read_only}, {@code idempotent} or {@code non_idempotent}; left out, the last.
 *   <li>{@code destructive} (true or false): left out, false.
 *   <li>{@code callable_by} (array of role names): left out, anyone may call it, since most recordings know no roles.
 *   <li>{@code approvable_by} (array of role names): left out, {@code reviewer}.
 *   <li>Members that begin with {@code x-} are passed over; any other is an error.
 * </ul>
 *
 * <p>The tools' handlers return success and do nothing.
 *
 * @since 0.1
 */
public final class RecordedTools {

    private static final Set<String> MEMBERS =
            Set.of("name", "description", "parameters", "effect", "destructive", "callable_by", "approvable_by");
    private static final int MOST_TOLD = 20;

    private final String file;
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final List<BadRow> bad = new ArrayList<>();

    private RecordedTools(String file) {
        this.file = file;
    }

    /**
     * Reads a file to its end.
     *
     * @param file the tools file
     * @return a registry of its tools
     * @throws RecordingException if it cannot be read or any row of it makes no tool: figures over half a registry would say
     *     nothing; the message names every such row, up to 20
     */
    public static ToolRegistry read(Path file) {
        RecordedTools reader = new RecordedTools(file.toString());
        Lines.read(file, reader::row);
        if (!reader.bad.isEmpty()) {
            String told =
                    reader.bad.stream().limit(MOST_TOLD).map(BadRow::toString).collect(Collectors.joining("\n"));
            int more = reader.bad.size() - MOST_TOLD;
            throw new RecordingException(more > 0 ? told + "\nand " + more + " more" : told, null);
        }
        return ToolRegistry.of(reader.tools.values().toArray(Tool[]::new));
    }

    private void row(long line, Parsed parsed) {
        try {
            Tool tool = tool(Row.of(parsed, MEMBERS));
            ToolRegistry.of(tool);
            if (tools.putIfAbsent(tool.name(), tool) != null) {
                throw new Row.Bad("a second tool named '" + tool.name() + "'");
            }
        } catch (Row.Bad e) {
            bad.add(new BadRow(file, line, e.problem()));
        } catch (IllegalArgumentException e) {
            bad.add(new BadRow(file, line, String.valueOf(e.getMessage())));
        }
    }

    private static Tool tool(Row row) throws Row.Bad {
        ToolBuilder tool = Tool.named(row.text("name"));
        String description = row.optionalText("description");
        if (description != null) {
            tool.describedAs(description);
        }
        if (row.value("parameters") != null) {
            tool.arguments(Json.write(row.value("parameters")));
        }
        effect(tool, row.optionalText("effect"));
        if (row.flag("destructive")) {
            tool.destructive();
        }
        String[] callers = row.optionalTexts("callable_by");
        if (callers == null) {
            tool.callableByAnyone();
        } else {
            tool.callableBy(callers);
        }
        String[] approvers = row.optionalTexts("approvable_by");
        tool.approvableBy(approvers == null ? new String[] {"reviewer"} : approvers);
        return tool.handledBy(call -> ToolResult.success());
    }

    private static void effect(ToolBuilder tool, @Nullable String effect) {
        switch (effect == null ? Effect.NON_IDEMPOTENT : Effect.ofText(effect)) {
            case READ_ONLY -> tool.readOnly();
            case IDEMPOTENT -> tool.idempotent();
            case NON_IDEMPOTENT -> {}
        }
    }
}
