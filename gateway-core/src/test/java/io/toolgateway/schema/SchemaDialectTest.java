package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each case is one that everit alone judges wrongly or ignores. */
@Tag("P4")
class SchemaDialectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'const':1}|1|2",
                "{'const':{'a':[1]}}|{'a':[1.0]}|{'a':[2]}",
                "{'const':null}|null|0",
                "{'enum':[1,null,'x',{'a':1.50}]}|{'a':1.5}|'y'",
                "{'type':'integer'}|1.0|1.5",
                "{'type':'integer'}|1E+2|1e-2",
                "{'type':'integer'}|1180591620717411303424|'1'",
                "{'exclusiveMinimum':0}|0.0000000000000000001|0",
                "{'maximum':9007199254740992}|9007199254740992|9007199254740993",
                "{'multipleOf':0.01}|19.99|19.999",
                "{'maxLength':2.0}|'ab'|'abc'",
                "{'maxLength':99999999999}|'ab'|",
                "{'minLength':2}|'\uD83D\uDE00\uD83D\uDE00'|'\uD83D\uDE00'",
                "{'if':{'type':'string'},'then':{'minLength':2},'else':false}|'ab'|'a'",
                "{'then':{'minLength':2}}|'a'|",
                "{'contains':{'const':7}}|[1,7]|[1]",
                "{'propertyNames':{'maxLength':1}}|{'a':1}|{'ab':1}",
                "{'$ref':'#/$defs/a','maxLength':2,'$defs':{'a':{'type':'string'}}}|'ab'|'abc'",
                "{'$ref':'#/$defs/a~1b%25','$defs':{'a/b%':{'type':'string'}}}|'x'|1",
                "{'prefixItems':[{'type':'string'}],'items':false}|['a']|['a',1]",
                "{'prefixItems':[{'type':'string'}]}|['a',1]|[1]",
                "{'properties':{'a':{}},'unevaluatedProperties':false}|{'a':1}|{'b':1}",
                "{'prefixItems':[{}],'unevaluatedItems':false}|[1]|[1,2]",
                "{'dependentRequired':{'a':['b']}}|{'b':1}|{'a':1}",
                "{'dependentSchemas':{'a':{'required':['b']}}}|{'a':1,'b':1}|{'a':1}",
                "{'allOf':[{'$ref':'#/items'}],'items':{'maxLength':1}}|'a'|'ab'",
                "{'$ref':'#/prefixItems/0','prefixItems':[{'type':'string'}]}|'a'|1",
                "{'$anchor':'top','properties':{'next':{'$ref':'#top'}},'type':'object'}|{'next':{}}|{'next':1}",
                "{'$id':'http://x/y','$ref':'http://x/y#/$defs/a','$defs':{'a':{'type':'string'}}}|'a'|1",
                "{'properties':{'a':{'format':'uuid'}}}|{'a':'123e4567-e89b-12d3-a456-426614174000'}|{'a':'x'}",
                "{'patternProperties':{'^x-':{'type':'integer'}},'additionalProperties':{'type':'string'}}|{'x-a':1,'b':'s'}|{'x-a':'s'}",
                "{'uniqueItems':true}|[1,true,'1',{'a':1}]|[{'a':1,'b':2},{'b':2,'a':1.0}]",
                "{'not':{'required':['a']}}|{}|{'a':1}",
                "{'oneOf':[{'type':'integer'},{'minimum':2}]}|1|3",
                "{'type':['string','null'],'maxLength':1}|null|'ab'",
                "{'minContains':3}|[]|"
            })
    void bothEnginesEnforceDraft202012(String schema, String fits, String fails) {
        for (SchemaEngine engine : new SchemaEngine[] {SchemaEngine.everit(), SchemaEngine.networknt()}) {
            CompiledSchema compiled = engine.compile(json(schema));

            assertThat(compiled.check(Json.parse(json(fits)))).as(fits).isEmpty();
            assertThat(compiled.accepts(Json.parse(json(fits)))).isTrue();
            if (fails != null) {
                assertThat(compiled.check(Json.parse(json(fails)))).as(fails).isNotEmpty();
                assertThat(compiled.accepts(Json.parse(json(fails)))).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'items':[{'type':'string'}],'additionalItems':false|['a']|['a',1]",
                "'items':{'type':'string'},'additionalItems':false|['a','b']|[1]",
                "'dependencies':{'a':['b'],'c':{'required':['d']}}|{'c':1,'d':1}|{'c':1}",
                "'const':{'a':1}|{'a':1}|{'a':2}",
                "'definitions':{'a':{'type':'string'}},'properties':{'p':{'$ref':'#/definitions/a'}}|{'p':'x'}|{'p':1}"
            })
    void bothEnginesEnforceDraft7(String members, String fits, String fails) {
        String schema = json("{'$schema':'http://json-schema.org/draft-07/schema#'," + members + "}");
        for (SchemaEngine engine : new SchemaEngine[] {SchemaEngine.everit(), SchemaEngine.networknt()}) {
            assertThat(engine.compile(schema).check(Json.parse(json(fits)))).isEmpty();
            assertThat(engine.compile(schema).check(Json.parse(json(fails)))).isNotEmpty();
        }
    }

    @Test
    @DisplayName("format is enforced by default and a remark where the host says so")
    void formatsAreEnforcedUnlessTheHostSaysOtherwise() {
        String schema = "{\"format\":\"date\"}";
        for (SchemaEngine engine : new SchemaEngine[] {SchemaEngine.everit(), SchemaEngine.networknt()}) {
            assertThat(engine.compile(schema).accepts("2026-02-30")).isFalse();
            assertThat(engine.compile(schema).accepts("2026-02-28")).isTrue();
            assertThat(engine.formatsAsAnnotations().compile(schema).accepts("never"))
                    .isTrue();
            assertThat(engine.formatsAsAnnotations()
                            .compile("{\"format\":\"shoe-size\"}")
                            .accepts("x"))
                    .isTrue();
        }
    }

    @Test
    void recursiveSchemasFollowTheValue() {
        CompiledSchema tree = SchemaEngine.everit()
                .compile(json("{'type':'object','properties':{'v':{'type':'integer'},'kids':{'items':{'$ref':'#'}}}}"));

        assertThat(tree.accepts(Json.parse("{\"v\":1,\"kids\":[{\"v\":2,\"kids\":[{}]}]}")))
                .isTrue();
        assertThat(tree.check(Json.parse("{\"kids\":[{},{\"kids\":[{\"v\":\"x\"}]}]}")))
                .extracting(Violation::pointer)
                .containsExactly("/kids/1/kids/0/v");
    }

    @Test
    void theSchemaComesBackAsItWasGiven() {
        String schema = "{\"type\":\"object\",\"description\":\"d\",\"x-note\":[1]}";

        assertThat(Json.write(SchemaEngine.everit().compile(schema).schema())).isEqualTo(schema);
    }
}
