package io.toolgateway.wire;

import io.toolgateway.tool.ToolDefinition;
import java.util.Collection;

/**
 * The provider formats that tool definitions, calls and results can be written in and read from.
 *
 * <p>Each reads and writes plain JSON text; no vendor SDK is needed. Whatever else a conversation carries stays the host's:
 * reasoning and thinking blocks, their signatures, Gemini's {@code thoughtSignature}. A host replays the model's own
 * message unchanged and appends what {@link Wire#results} gives.
 *
 * @since 0.1
 */
public enum WireFormat {
    /** OpenAI Chat Completions, and the many that speak it: Azure, DeepSeek, Groq, xAI, Alibaba, Moonshot, vLLM. */
    OPENAI_CHAT(new OpenAiChat()),
    /** OpenAI Responses, and those that speak it: Azure, LM Studio. */
    OPENAI_RESPONSES(new OpenAiResponses()),
    /** Anthropic Messages. */
    ANTHROPIC(new Anthropic()),
    /** Google Gemini and Vertex AI, {@code generateContent} and {@code streamGenerateContent}. */
    GEMINI(new Gemini()),
    /**
     * Model Context Protocol, on the server's side: the "response" that is read is a client's {@code tools/call} request.
     * Batches, which 2025-06-18 took out of the protocol, are refused.
     */
    MCP(new Mcp()),
    /** AWS Bedrock Converse and ConverseStream. */
    BEDROCK_CONVERSE(new BedrockConverse()),
    /** Mistral's chat completions. */
    MISTRAL(new Mistral()),
    /** Ollama's {@code /api/chat}. */
    OLLAMA(new Ollama());

    private final Format format;

    WireFormat(Format format) {
        this.format = format;
    }

    /**
     * Binds this format to the tools that one model may see.
     *
     * <p>Names that the provider does not allow are mapped to ones that it does: the same name to the same name on every
     * host, whatever other tools there are.
     *
     * @param tools the tools, in the order in which they are offered
     * @return the format for these tools
     * @throws IllegalArgumentException if two tools share a name or would share one on the wire, if a schema is not a JSON
     *     object, or if it has an argument on its top level whose name the provider would refuse, and every request with it
     */
    public Wire wire(Collection<ToolDefinition> tools) {
        return new Wire(format, tools);
    }
}
