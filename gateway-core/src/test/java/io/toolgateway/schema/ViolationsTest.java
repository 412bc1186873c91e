package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.toolgateway.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("P4")
class ViolationsTest {

    private static final String SECRET = "s3cr3t-v4lue";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer'}|'s'|type|must be an integer",
                "{'type':['integer','null']}|'s'|type|must be an integer or null",
                "{'type':['string','null'],'maxLength':1}|'abc'|maxLength|must have at most 1 characters",
                "{'enum':['a',1,null]}|'s'|enum|must be one of: \"a\", 1, null",
                "{'const':{'a':1}}|'s'|const|must be exactly {\"a\":1}",
                "{'minLength':3}|'s'|minLength|must have at least 3 characters",
                "{'pattern':'^a$'}|'s'|pattern|must match the pattern ^a$",
                "{'format':'date'}|'s'|format|must be a valid date, such as 2026-11-30",
                "{'minimum':3}|1|minimum|must be at least 3",
                "{'maximum':3}|4|maximum|must be at most 3",
                "{'exclusiveMinimum':3}|3|exclusiveMinimum|must be greater than 3",
                "{'exclusiveMaximum':3}|3|exclusiveMaximum|must be less than 3",
                "{'multipleOf':0.5}|0.7|multipleOf|must be a multiple of 0.5",
                "{'minItems':1}|[]|minItems|must have at least 1 items",
                "{'maxItems':1}|[1,2]|maxItems|must have at most 1 items",
                "{'uniqueItems':true}|[1,1]|uniqueItems|must not have the same item twice",
                "{'minProperties':1}|{}|minProperties|must have at least 1 members",
                "{'maxProperties':0}|{'a':1}|maxProperties|must have at most 0 members",
                "{'required':['a','b']}|{'a':1}|required|must have the member 'b'",
                "{'required':['a','b']}|{}|required|must have the members 'a', 'b'",
                "{'dependentRequired':{'a':['b']}}|{'a':1}|dependentRequired|must also have the member 'b'",
                "{'not':{'type':'string'}}|'s'|not|must not be of the kind that the schema forbids"
            })
    void theMessageSaysWhatWasExpected(String schema, String value, String keyword, String message) {
        List<Violation> violations = SchemaEngine.everit().compile(json(schema)).check(Json.parse(json(value)));

        assertThat(violations).containsExactly(new Violation("", keyword, "", message));
    }

    @Test
    void anUnknownMemberIsNamedInThePointerAndTheKnownOnesInTheMessage() {
        CompiledSchema schema =
                SchemaEngine.everit().compile(json("{'properties':{'a':{},'b':{}},'additionalProperties':false}"));

        assertThat(schema.check(Json.parse(json("{'" + SECRET + "/~':1}"))))
                .containsExactly(new Violation(
                        "/" + SECRET + "~1~0",
                        "additionalProperties",
                        "",
                        "is not a known member; known are 'a', 'b'"));
    }

    @Test
    void everyViolationIsFoundInOneGoWithItsPlaceInValueAndSchema() {
        CompiledSchema schema = SchemaEngine.everit()
                .compile(json("{'type':'object','required':['id'],'properties':{"
                        + "'lines':{'type':'array','items':{'$ref':'#/$defs/line'}},'when':{'type':'string','format':'date-time'}},"
                        + "'$defs':{'line':{'type':'object','properties':{'n':{'type':'integer','minimum':1}}}},"
                        + "'additionalProperties':{'type':'boolean'}}"));

        assertThat(schema.check(Json.parse(json("{'lines':[{'n':1},{'n':0},{'n':'x'}],'when':'now','other':3}"))))
                .extracting(Violation::pointer, Violation::keyword, Violation::schemaPointer)
                .containsExactlyInAnyOrder(
                        tuple("", "required", ""),
                        tuple("/lines/1/n", "minimum", "/$defs/line/properties/n"),
                        tuple("/lines/2/n", "type", "/$defs/line/properties/n"),
                        tuple("/when", "format", "/properties/when"),
                        tuple("/other", "type", "/additionalProperties"));
    }

    @Test
    void namesWithSlashesTildesQuotesAndBackslashesKeepTheirPointer() {
        CompiledSchema schema = SchemaEngine.everit()
                .compile(json("{'additionalProperties':{'additionalProperties':{'allOf':["
                        + "{'$ref':'#/$defs/d'}]}},'$defs':{'d':{'allOf':[{'type':'string','minLength':3}]}}}"));
        Object value = Json.of(Map.of("a/b~c\"d\\e", Map.of("~1", "x")));

        assertThat(schema.check(value)).extracting(Violation::pointer).containsExactly("/a~1b~0c\"d\\e/~01");
    }

    @Test
    void alternativesAreReportedWithWhatEachOfThemMissed() {
        CompiledSchema schema = SchemaEngine.everit()
                .compile(json("{'properties':{'to':{'anyOf':[{'type':'string'},{'type':'object'},{'minimum':5}]}}}"));

        assertThat(schema.check(Json.parse("{\"to\":3}")))
                .extracting(Violation::keyword, Violation::schemaPointer)
                .containsExactly(
                        tuple("anyOf", "/properties/to"),
                        tuple("type", "/properties/to/anyOf/0"),
                        tuple("type", "/properties/to/anyOf/1"),
                        tuple("minimum", "/properties/to/anyOf/2"));
    }

    @Test
    void aForbiddenPlaceSaysSo() {
        CompiledSchema schema = SchemaEngine.everit().compile(json("{'properties':{'a':false}}"));

        assertThat(schema.check(Json.parse("{\"a\":1}")))
                .containsExactly(new Violation("/a", "false", "/properties/a", "must not be sent"));
    }

    @Test
    void aNameThatBreaksItsRuleIsCalledAName() {
        CompiledSchema schema = SchemaEngine.everit().compile(json("{'propertyNames':{'maxLength':2}}"));

        assertThat(schema.check(Json.parse("{\"abc\":1}")))
                .containsExactly(new Violation(
                        "/abc",
                        "maxLength",
                        "/propertyNames",
                        "the name of this member must have at most 2 characters"));
    }

    static Stream<String> schemasNothingFits() {
        return Stream.of(
                "{'type':'integer'}",
                "{'enum':['a']}",
                "{'const':'a'}",
                "{'pattern':'^a$'}",
                "{'format':'email'}",
                "{'maxLength':1}",
                "{'not':{}}",
                "{'anyOf':[{'const':1},{'type':'null'}]}",
                "{'oneOf':[true,true]}",
                "{'if':true,'then':{'type':'integer'}}",
                "false",
                "{'allOf':[{'pattern':'^b'},{'maxLength':2}]}");
    }

    @ParameterizedTest
    @MethodSource("schemasNothingFits")
    void noMessageOfEitherEngineRepeatsTheValue(String schema) {
        for (SchemaEngine engine : new SchemaEngine[] {SchemaEngine.everit(), SchemaEngine.networknt()}) {
            List<Violation> plain = engine.compile(json(schema)).check(SECRET);
            List<Violation> nested = engine.compile(json("{'items':{'additionalProperties':" + schema + "}}"))
                    .check(List.of(Map.of("k", SECRET)));

            assertThat(plain).isNotEmpty();
            assertThat(nested).isNotEmpty().extracting(Violation::pointer).allMatch("/0/k"::equals);
            assertThat(plain.toString() + nested).doesNotContain(SECRET);
        }
    }

    @Test
    void aThousandFaultsAreReportedAsAFew() {
        CompiledSchema schema = SchemaEngine.everit().compile(json("{'items':{'type':'integer'}}"));

        assertThat(schema.check(Collections.nCopies(1_000, "x"))).hasSize(20);
    }
}
