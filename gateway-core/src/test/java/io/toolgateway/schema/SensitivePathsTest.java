package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P4")
class SensitivePathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|",
                "{'properties':{'a':{'x-sensitive':false}}}|",
                "{'properties':{'card':{'properties':{'number':{'x-sensitive':true}}}}}|/card/number",
                "{'properties':{'people':{'items':{'properties':{'ssn':{'x-sensitive':true}}}}}}|/people/*/ssn",
                "{'patternProperties':{'^k':{'x-sensitive':true}}}|/*",
                "{'additionalProperties':{'items':{'x-sensitive':true}}}|/*/*",
                "{'prefixItems':[{},{'x-sensitive':true}]}|/1",
                "{'properties':{'a/b~':{'x-sensitive':true}}}|/a~1b~0",
                "{'properties':{'a':{'$ref':'#/$defs/s'}},'$defs':{'s':{'x-sensitive':true}}}|/a",
                "{'$defs':{'s':{'x-sensitive':true}}}|",
                "{'allOf':[{'properties':{'a':{'x-sensitive':true}}}],'anyOf':[{'properties':{'b':{'x-sensitive':true}}}],"
                        + "'oneOf':[{'properties':{'c':{'x-sensitive':true}}}]}|/a /b /c",
                "{'if':{'properties':{'a':{'x-sensitive':true}}},'then':{'properties':{'b':{'x-sensitive':true}}},"
                        + "'else':{'properties':{'c':{'x-sensitive':true}}}}|/a /b /c",
                "{'properties':{'a':{'not':{'x-sensitive':true}}}}|/a",
                "{'dependentSchemas':{'k':{'properties':{'a':{'x-sensitive':true}}}}}|/a",
                "{'properties':{'pin':{'x-sensitive':true},'next':{'$ref':'#'}}}|/next /pin",
                "{'properties':{'next':{'$ref':'#'}},'type':'object'}|"
            })
    void everyMarkIsFoundWhereverItsSchemaMayApply(String schema, String places) {
        List<String> wanted = places == null ? List.of() : List.of(places.split(" "));
        String nested = "{\"properties\":{\"deep\":" + json(schema).replace("#", "#/properties/deep") + "}}";

        assertThat(SchemaEngine.everit().compile(json(schema)).sensitivePaths()).isEqualTo(wanted);
        if (!schema.contains("$defs")) {
            assertThat(SchemaEngine.everit().compile(nested).sensitivePaths())
                    .isEqualTo(wanted.stream().map(place -> "/deep" + place).toList());
        }
    }
}
