package io.toolgateway.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.toolgateway.GatewayException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P4")
class SchemaRegistrationTest {

    private static final SchemaEngine ENGINE = SchemaEngine.everit();
    private static final String DRAFT_7 = "\"$schema\":\"http://json-schema.org/draft-07/schema#\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'minLenght':3}||minLenght",
                "{'properties':{'a':{'requird':['b']}}}|/properties/a|requird",
                "{'allOf':[{'$defs':{'x/y':{'items':{'maximun':1}}}}]}|/allOf/0/$defs/x~1y/items|maximun",
                "{'nullable':true}||nullable",
                "{'id':'x'}||id",
                "{'dependencies':{'a':['b']}}||dependencies",
                "{'additionalItems':false}||additionalItems",
                "{'items':[{}]}||items",
                "{'minContains':2,'contains':{}}||minContains",
                "{'maxContains':2,'contains':{}}||maxContains",
                "{'allOf':[{}],'unevaluatedProperties':false}||unevaluatedProperties",
                "{'$ref':'#/$defs/a','$defs':{'a':{}},'unevaluatedItems':false}||unevaluatedItems",
                "{'$dynamicRef':'#a'}||$dynamicRef",
                "{'properties':{'a':{'$id':'http://x/y'}}}|/properties/a|$id",
                "{'$ref':'http://example.com/s.json'}||$ref",
                "{'$ref':'file:///etc/passwd'}||$ref",
                "{'$ref':'#/$defs/missing'}||$ref",
                "{'$ref':'#/title','title':'x'}||$ref",
                "{'const':{'x':{'type':'string'}},'$ref':'#/const/x'}||$ref",
                "{'$schema':'http://json-schema.org/draft-04/schema#'}||$schema",
                "{'$schema':'https://json-schema.org/draft/2019-09/schema'}||$schema",
                "{'$schema':7}||$schema",
                "{'properties':{'a':{'$schema':'https://json-schema.org/draft/2020-12/schema'}}}|/properties/a|$schema",
                "{'type':'text'}||type",
                "{'type':null}||type",
                "{'type':['string','string']}||type",
                "{'required':'a'}||required",
                "{'required':['a','a']}||required",
                "{'minLength':-1}||minLength",
                "{'minLength':1.5}||minLength",
                "{'minimum':'1'}||minimum",
                "{'multipleOf':0}||multipleOf",
                "{'uniqueItems':'yes'}||uniqueItems",
                "{'enum':'a'}||enum",
                "{'anyOf':[]}||anyOf",
                "{'properties':{'a':1}}||properties",
                "{'not':null}||not",
                "{'x-sensitive':'yes'}||x-sensitive",
                "{'pattern':'(?=a)b'}||pattern",
                "{'pattern':'(a)\\\\1'}||pattern",
                "{'pattern':'a{2000}'}||pattern",
                "{'pattern':'['}||pattern",
                "{'patternProperties':{'(?!a)':{}}}||patternProperties",
                "{'format':'uri-template'}||format",
                "{'format':'shoe-size'}||format",
                "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}|/$defs/a|$ref",
                "{'anyOf':[{'$ref':'#'}]}|/anyOf/0|$ref",
                "{'properties':{'a':{'type':'string','default':1}}}|/properties/a|default",
                "{'properties':{'a':{'enum':['x'],'default':'y'}}}|/properties/a|default"
            })
    void whatWouldNotBeEnforcedIsRefusedByKeywordAndPointer(String schema, String pointer, String keyword) {
        SchemaRefusedException refused =
                catchThrowableOfType(SchemaRefusedException.class, () -> ENGINE.compile(json(schema)));

        assertThat(refused).isNotNull().isInstanceOf(GatewayException.class);
        assertThat(refused.pointer()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(refused.keyword()).isEqualTo(keyword);
        assertThat(refused).hasMessageContaining(keyword).hasMessageContaining(refused.reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'contains':{},'minContains':2}",
                "{'anyOf':[{}],'unevaluatedProperties':false}",
                "{'$dynamicRef':'#a','$dynamicAnchor':'a'}",
                "{'properties':{'a':{'$id':'http://x/y'}}}",
                "{'format':'uri-template'}"
            })
    void theRefusalNamesTheSecondEngineWhereThatOneWouldDo(String schema) {
        assertThatThrownBy(() -> ENGINE.compile(json(schema))).hasMessageContaining("SchemaEngine.networknt()");
        assertThat(SchemaEngine.networknt().compile(json(schema))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DRAFT_7 + ",'$defs':{'a':{}},'properties':{'p':{'$ref':'#/$defs/a','maxLength':3}}",
                DRAFT_7 + ",'prefixItems':[{}]",
                DRAFT_7 + ",'dependentRequired':{'a':['b']}",
                DRAFT_7 + ",'unevaluatedProperties':false"
            })
    void draft7SchemasAreRefusedWhereDraft7WouldIgnoreAKeyword(String members) {
        assertThatThrownBy(() -> ENGINE.compile(json("{" + members + "}"))).isInstanceOf(SchemaRefusedException.class);
        assertThatThrownBy(() -> SchemaEngine.networknt().compile(json("{" + members + "}")))
                .isInstanceOf(SchemaRefusedException.class);
    }

    @Test
    void remarksBesideAReferenceAreWelcomeInDraft7() {
        CompiledSchema schema = ENGINE.compile(json("{" + DRAFT_7
                + ",'$ref':'#/definitions/a','title':'t','definitions':{'a':{'type':'string'}},'x-note':1}"));

        assertThat(schema.accepts("x")).isTrue();
        assertThat(schema.accepts(1L)).isFalse();
    }

    @Test
    void keywordsOfTheHostAreAnnotationsOnlyWhereItSaysSo() {
        String schema = "{\"propertyOrdering\":[\"a\"],\"nullable\":true,\"x-anything\":{\"type\":7}}";

        assertThat(ENGINE.allowingAnnotations("propertyOrdering", "nullable")
                        .compile(schema)
                        .accepts(1L))
                .isTrue();
        assertThatThrownBy(() -> ENGINE.allowingAnnotations("nullable").compile(schema))
                .isInstanceOf(SchemaRefusedException.class);
    }

    @Test
    void anAnnotationOfTheHostDoesNotDisarmAKeyword() {
        CompiledSchema schema = ENGINE.allowingAnnotations("maxLength").compile("{\"maxLength\":1}");

        assertThat(schema.accepts("ab")).isFalse();
    }

    @Test
    void propertiesMayBearTheNamesOfKeywords() {
        CompiledSchema schema = ENGINE.compile(
                json(
                        "{'properties':{'$ref':{'type':'string'},'minLenght':{},'enum':{'type':'integer'},'format':{'type':'string'}}}"));

        assertThat(schema.accepts(Map.of("$ref", "x", "enum", 1L, "format", "any")))
                .isTrue();
        assertThat(schema.accepts(Map.of("$ref", 1L))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "null",
                "\"string\"",
                "[]",
                "{\"type\":\"string\",\"type\":\"number\"}",
                "{} x",
                "{'a':1}"
            })
    void whatIsNoSchemaIsRefused(String text) {
        assertThatThrownBy(() -> ENGINE.compile(text)).isInstanceOf(SchemaRefusedException.class);
    }

    @Test
    void booleanSchemasAreSchemas() {
        assertThat(ENGINE.compile("true").accepts(1L)).isTrue();
        assertThat(ENGINE.compile("false").check(1L)).hasSize(1);
    }

    @Test
    void schemasTooDeepOrTooEntangledAreRefusedNotOverflowed() {
        StringBuilder chain = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (int i = 0; i < 9_000; i++) {
            chain.append("\"d" + i + "\":{\"$ref\":\"#/$defs/d" + (i + 1) + "\"},");
        }
        chain.append("\"d9000\":{\"uniqueItems\":true}}}");
        StringBuilder fan = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (int i = 0; i < 40; i++) {
            String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
            fan.append("\"d" + i + "\":{\"allOf\":[" + next + "," + next + "]},");
        }
        fan.append("\"d40\":{\"x-sensitive\":true}}}");

        assertThatThrownBy(() -> ENGINE.compile(chain.toString())).isInstanceOf(SchemaRefusedException.class);
        assertThatThrownBy(() -> ENGINE.compile(fan.toString())).isInstanceOf(SchemaRefusedException.class);
    }

    static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
