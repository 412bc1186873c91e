package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.json.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P4")
class SchemaDefaultsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties':{'a':{'default':1},'b':{'default':null}}}|{}|{'a':1,'b':null}",
                "{'properties':{'a':{'default':1}}}|{'a':2}|{'a':2}",
                "{'properties':{'a':{'default':1}}}|{'a':null}|{'a':null}",
                "{'properties':{'a':{'default':1}},'required':['a']}|{}|{}",
                "{'properties':{'a':{'default':1}},'allOf':[{'required':['a']}]}|{}|{}",
                "{'properties':{'o':{'properties':{'a':{'default':1}}}}}|{'o':{}}|{'o':{'a':1}}",
                "{'properties':{'o':{'properties':{'a':{'default':1}}}}}|{}|{}",
                "{'properties':{'o':{'default':{},'properties':{'a':{'default':1}}}}}|{}|{'o':{'a':1}}",
                "{'items':{'properties':{'a':{'default':1}}}}|[{},{'a':2}]|[{'a':1},{'a':2}]",
                "{'prefixItems':[{}],'items':{'properties':{'a':{'default':1}}}}|[{},{}]|[{},{'a':1}]",
                "{'additionalProperties':{'properties':{'a':{'default':1}}}}|{'k':{}}|{'k':{'a':1}}",
                "{'$ref':'#/$defs/d','$defs':{'d':{'properties':{'a':{'$ref':'#/$defs/e'}}},'e':{'default':1}}}|{}|{'a':1}",
                "{'allOf':[{'properties':{'a':{'default':1}}},{'properties':{'a':{'default':2},'b':{'default':3}}}]}|{}|{'a':1,'b':3}",
                "{'anyOf':[{'properties':{'a':{'default':1}}}]}|{}|{}",
                "{'properties':{'a':{'default':1}}}|[1]|[1]"
            })
    void whatIsLeftOutAndNotRequiredIsFilledIn(String schema, String value, String filled) {
        CompiledSchema compiled = SchemaEngine.everit().compile(json(schema));
        Object before = Json.parse(json(value));
        Object after = compiled.withDefaults(before);

        assertThat(after).isEqualTo(Json.parse(json(filled)));
        assertThat(before).as("the value itself").isEqualTo(Json.parse(json(value)));
        assertThat(compiled.withDefaults(after)).as("a second time").isSameAs(after);
    }

    @Test
    void aValueThatMissesNothingComesBackAsItIs() {
        Object value = Json.parse("{\"a\":{\"b\":[1]}}");

        assertThat(SchemaEngine.everit()
                        .compile(json("{'properties':{'a':{'default':1}}}"))
                        .withDefaults(value))
                .isSameAs(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties':{'a':{'type':'string','default':null}}}|/properties/a",
                "{'properties':{'a':{'$ref':'#/$defs/n','default':'x'}},'$defs':{'n':{'type':'integer'}}}|/properties/a",
                "{'$defs':{'n':{'type':'integer','default':'x'}}}|/$defs/n",
                "{'anyOf':[{'properties':{'a':{'maximum':1,'default':2}}}]}|/anyOf/0/properties/a",
                "{'properties':{'o':{'default':{'a':'x'},'properties':{'a':{'type':'integer'}}}}}|/properties/o",
                "{'properties':{'o':{'$ref':'#','default':{}}}}|/properties/o"
            })
    void aDefaultThatDoesNotFitItsSchemaIsRefusedAtRegistrationByBothEngines(String schema, String pointer) {
        for (SchemaEngine engine : new SchemaEngine[] {SchemaEngine.everit(), SchemaEngine.networknt()}) {
            assertThatThrownBy(() -> engine.compile(json(schema)))
                    .isInstanceOfSatisfying(SchemaRefusedException.class, refused -> {
                        assertThat(refused.pointer()).isEqualTo(pointer);
                        assertThat(refused.keyword()).isEqualTo("default");
                    });
            assertThat(engine.defaultsAsAnnotations().compile(json(schema)).withDefaults(Json.parse("{}")))
                    .isEqualTo(Json.parse("{}"));
        }
    }

    @Test
    void defaultsThatAreEndlessOnlyTogetherLeaveTheValueAlone() {
        CompiledSchema schema = SchemaEngine.everit()
                .compile(json("{'allOf':[{'properties':{'x':{'default':{}},'y':{'default':{}}}},"
                        + "{'properties':{'x':{'$ref':'#'},'y':{'$ref':'#'}}}]}"));
        Object value = Json.parse("{}");

        assertThat(schema.withDefaults(value)).isSameAs(value);
    }
}
