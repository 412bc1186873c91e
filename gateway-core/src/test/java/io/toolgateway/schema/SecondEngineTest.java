package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P4")
class SecondEngineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'allOf':[{'properties':{'a':{}}}],'unevaluatedProperties':false}|{'a':1}|{'b':1}",
                "{'contains':{'const':1},'minContains':2,'maxContains':3}|[1,1]|[1]",
                "{'properties':{'a':{'$id':'http://x/y','$defs':{'s':{'type':'string'}},'$ref':'#/$defs/s'}}}|{'a':'x'}|{'a':1}",
                "{'format':'idn-email'}|'a@b.co'|'a'"
            })
    void itCarriesWhatTheFirstRefuses(String schema, String fits, String fails) {
        CompiledSchema compiled = SchemaEngine.networknt().compile(json(schema));

        assertThatThrownBy(() -> SchemaEngine.everit().compile(json(schema)))
                .isInstanceOf(SchemaRefusedException.class);
        assertThat(compiled.check(Json.parse(json(fits)))).isEmpty();
        assertThat(compiled.check(Json.parse(json(fails)))).isNotEmpty();
    }

    @Test
    void itReportsPlacesNamesAndBoundsLikeTheFirst() {
        String schema =
                json("{'type':'object','required':['id'],'properties':{'n':{'minimum':3},'a/b':{'type':'string'}},"
                        + "'additionalProperties':false}");
        Object value = Json.parse(json("{'n':1,'a/b':2,'extra':3}"));

        assertThat(SchemaEngine.networknt().compile(schema).check(value))
                .containsExactlyInAnyOrderElementsOf(
                        SchemaEngine.everit().compile(schema).check(value));
    }

    @Test
    void documentsComeFromTheHostAndFromNowhereElse() {
        SchemaEngine engine = SchemaEngine.networknt().knowingDocuments(Map.of("http://h/s", "{\"type\":\"string\"}"));

        assertThat(engine.compile("{\"$ref\":\"http://h/s\"}").accepts("x")).isTrue();
        assertThat(engine.compile("{\"$ref\":\"http://h/s\"}").accepts(1L)).isFalse();
        for (String elsewhere : new String[] {"http://127.0.0.1:9/s", "file:///etc/hostname", "classpath:x.json"}) {
            assertThatThrownBy(() -> engine.compile("{\"$ref\":\"" + elsewhere + "\"}"))
                    .isInstanceOf(SchemaRefusedException.class);
        }
        assertThatThrownBy(() -> SchemaEngine.everit().knowingDocuments(Map.of()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void unboundedJavaRegexTakesLookAroundAndSaysSoInItsName() {
        String schema = "{\"pattern\":\"^(?=.*[0-9]).{4,}$\"}";

        assertThatThrownBy(() -> SchemaEngine.networknt().compile(schema))
                .hasMessageContaining("networkntWithUnboundedJavaRegex");
        assertThat(SchemaEngine.networkntWithUnboundedJavaRegex()
                        .compile(schema)
                        .accepts("ab12"))
                .isTrue();
        assertThat(SchemaEngine.networkntWithUnboundedJavaRegex()
                        .compile(schema)
                        .accepts("abcd"))
                .isFalse();
    }

    @Test
    void withoutItsJarTheFirstEngineWorksAndTheSecondSaysWhatIsMissing() throws Exception {
        Class<?> engine = new WithoutNetworknt().loadClass(SchemaEngine.class.getName());
        Object everit = engine.getMethod("everit").invoke(null);

        assertThat(engine.getMethod("compile", String.class).invoke(everit, "{\"type\":\"string\"}"))
                .isNotNull();
        assertThatThrownBy(() -> engine.getMethod("networknt").invoke(null))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("com.networknt:json-schema-validator");
    }

    /** Loads our classes anew and knows none of the second engine's. */
    private static final class WithoutNetworknt extends ClassLoader {

        WithoutNetworknt() {
            super(SecondEngineTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.networknt.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.toolgateway.schema.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
