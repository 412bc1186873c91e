package io.toolgateway.tool;

/**
 * What the model is told of a tool.
 *
 * @param name the tool's name in the registry
 * @param description what it does and when to use it, in words for the model
 * @param argumentsSchema JSON Schema text of the arguments, an object; without what the gateway fills in itself
 * @since 0.1
 */
public record ToolDefinition(String name, String description, String argumentsSchema) {}
