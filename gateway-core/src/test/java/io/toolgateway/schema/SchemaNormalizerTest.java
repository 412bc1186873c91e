package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P4")
class SchemaNormalizerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'dict','properties':{'a':{'type':'float'},'b':{'type':'String'},'c':{'type':'Boolean'}}}"
                        + "|{'type':'object','properties':{'a':{'type':'number'},'b':{'type':'string'},'c':{'type':'boolean'}}}",
                "{'type':'tuple','items':{'type':'long'}}|{'type':'array','items':{'type':'integer'}}",
                "{'type':['str','null']}|{'type':['string','null']}",
                "{'type':'any','description':'d'}|{'description':'d'}",
                "{'type':''}|{}",
                "{'properties':{'a':{'type':'integer','optional':true}}}|{'properties':{'a':{'type':'integer'}}}",
                "{'type':'array','enum':['a']}|{'type':'array'}",
                "{'type':'array','enum':[['a']]}|{'type':'array','enum':[['a']]}",
                "{'type':'string','default':null}|{'type':'string'}",
                "{'type':'integer','enum':[1,2],'default':'1'}|{'type':'integer','enum':[1,2]}",
                "{'type':'integer','default':1}|{'type':'integer','default':1}",
                "{'anyOf':[{'type':'int'}],'$defs':{'a':{'type':'list'}}}|{'anyOf':[{'type':'integer'}],'$defs':{'a':{'type':'array'}}}",
                "{'properties':{'optional':{'type':'any'},'type':{'type':'str'}}}|{'properties':{'optional':{},'type':{'type':'string'}}}",
                "{'type':'widget','minLenght':1}|{'type':'widget','minLenght':1}"
            })
    void onlyTheDocumentedRewritesAreMade(String published, String normalised) {
        assertThat(SchemaNormalizer.normalize(Json.parseObject(json(published))))
                .isEqualTo(Json.parseObject(json(normalised)));
    }
}
