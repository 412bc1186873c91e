package io.toolgateway.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No record shows a value that a schema marks as sensitive, whatever shape it was sent in. */
@Tag("I17")
class RedactorTest {

    private static RegisteredTool tool(String schema) {
        Tool tool = Tool.named("t").arguments(schema).handledBy(call -> ToolResult.success());
        return ToolRegistry.of(tool).find("t").orElseThrow();
    }

    @Test
    void aSchemaThatIsSensitiveAsAWholeShowsNothing() {
        RegisteredTool tool =
                tool("{\"type\":\"object\",\"x-sensitive\":true,\"properties\":{\"n\":{\"type\":\"string\"}}}");

        assertThat(tool.shown(Arguments.parse("{\"n\":\"CANARY\"}"))).isEqualTo("\"[redacted]\"");
        assertThat(tool.hasSecrets()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"card\":\"CANARY\"}",
                "{\"card\":[\"CANARY\"]}",
                "{\"card\":[{\"number\":\"CANARY\"}]}",
                "{\"card\":{\"number\":\"CANARY\"}}",
                "{\"card\":{\"number\":[{\"x\":\"CANARY\"}]}}",
                "{\"codes\":\"CANARY\"}",
                "{\"codes\":[\"CANARY\"]}",
                "{\"codes\":{\"0\":\"CANARY\"}}"
            })
    void aSecretInAnotherShapeThanDeclaredIsNotShownEither(String arguments) {
        RegisteredTool tool = tool("{\"type\":\"object\",\"properties\":{\"card\":{\"type\":\"object\",\"properties\":{"
                + "\"number\":{\"type\":\"string\",\"x-sensitive\":true}}},"
                + "\"codes\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-sensitive\":true}}}}");

        assertThat(tool.shown(Arguments.parse(arguments)))
                .contains("[redacted]")
                .doesNotContain("CANARY");
    }

    @Test
    void whatIsNotSensitiveIsShown() {
        RegisteredTool tool = tool("{\"type\":\"object\",\"properties\":{\"card\":{\"type\":\"object\",\"properties\":{"
                + "\"number\":{\"type\":\"string\",\"x-sensitive\":true},\"holder\":{\"type\":\"string\"}}},"
                + "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}");
        String harmless = "{\"card\":{\"holder\":\"ann\"},\"tags\":[\"a\"],\"n\":null}";

        assertThat(tool.shown(Arguments.parse(harmless))).isEqualTo(harmless);
    }
}
