package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P4")
class SchemaConcurrencyTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 1_000;

    @Test
    void sixteenThreadsSharingOneSchemaAllGetTheRightVerdict() throws Exception {
        String schema = json(
                "{'type':'object','required':['id'],'properties':{'id':{'type':'string','pattern':'^(A|B)[0-9]+$'},"
                        + "'kids':{'items':{'$ref':'#'}},'at':{'format':'date-time'},'n':{'default':7,'oneOf':[{'minimum':5},{'maximum':3}]}}}");
        Object good = Json.parse(json("{'id':'A1','at':'2026-11-21T09:00:00Z','kids':[{'id':'B2','n':9}]}"));
        Object bad = Json.parse(json("{'id':'A1','kids':[{'id':'C2','n':4}]}"));

        for (SchemaEngine engine : new SchemaEngine[] {SchemaEngine.everit(), SchemaEngine.networknt()}) {
            CompiledSchema compiled = engine.compile(schema);
            List<Violation> expected = compiled.check(bad);
            assertThat(expected).isNotEmpty();
            assertThat(wrong(compiled, good, bad, expected)).isZero();
        }
    }

    private static int wrong(CompiledSchema schema, Object good, Object bad, List<Violation> expected)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                counts.add(threads.submit(() -> {
                    start.await();
                    int wrong = 0;
                    for (int i = 0; i < ROUNDS; i++) {
                        Object filled = schema.withDefaults(good);
                        boolean right = schema.check(filled).isEmpty()
                                && schema.check(bad).equals(expected)
                                && !schema.accepts(bad);
                        wrong += right ? 0 : 1;
                    }
                    return wrong;
                }));
            }
            int wrong = 0;
            for (Future<Integer> count : counts) {
                wrong += count.get();
            }
            return wrong;
        } finally {
            threads.shutdownNow();
        }
    }
}
