package io.toolgateway.schema;

import static io.toolgateway.schema.SchemaRegistrationTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fast path may be too strict, which only costs time; it may never be laxer than everit. */
@Tag("P4")
class FastPathTest {

    /** 200,000 by default; -Dgateway.differential=1000000 for the long run. */
    private static final int DOCUMENTS = Integer.getInteger("gateway.differential", 200_000);

    private record Tool(String schema, String valid) {}

    private static final List<Tool> TOOLS = List.of(
            new Tool(
                    "{'type':'object','properties':{'order_id':{'type':'string','pattern':'^ORD-[0-9]{5}$'}},"
                            + "'required':['order_id'],'additionalProperties':false}",
                    "{'order_id':'ORD-12345'}"),
            new Tool(
                    "{'type':'object','properties':{'order_id':{'type':'string','pattern':'^(ORD|RET)-[0-9]+$'},"
                            + "'amount':{'type':'number','exclusiveMinimum':0,'maximum':10000,'multipleOf':0.01},"
                            + "'currency':{'enum':['EUR','USD',null,1]},'reason':{'type':'string','minLength':3,'maxLength':40}},"
                            + "'required':['order_id','amount']}",
                    "{'order_id':'ORD-12345','amount':19.99,'currency':'EUR','reason':'broken on arrival'}"),
            new Tool(
                    "{'type':'object','properties':{'user':{'type':'object','properties':{'email':{'type':'string','format':'email'},"
                            + "'born':{'format':'date'},'age':{'type':'integer','minimum':0,'exclusiveMaximum':150}},'required':['email']},"
                            + "'tags':{'type':'array','items':{'type':'string','maxLength':8},'uniqueItems':true,'minItems':1,'maxItems':4}},"
                            + "'additionalProperties':{'type':['boolean','null']},'minProperties':1,'maxProperties':4}",
                    "{'user':{'email':'a@b.co','born':'2000-01-01','age':26},'tags':['a','b'],'vip':true}"),
            new Tool(
                    "{'type':'object','properties':{'to':{'anyOf':[{'type':'string','minLength':2},{'type':'integer'},"
                            + "{'$ref':'#/$defs/person'}]},'kind':{'const':{'a':[1]}},'n':{'allOf':[{'minimum':-5},{'maximum':1e20}]}},"
                            + "'$defs':{'person':{'type':'object','properties':{'id':{'type':['integer','string']}},'required':['id']}}}",
                    "{'to':{'id':5},'kind':{'a':[1]},'n':3}"),
            new Tool(
                    "{'type':'object','properties':{'lines':{'type':'array','items':{'$ref':'#/$defs/line'},'maxItems':20}},"
                            + "'$defs':{'line':{'type':'object','properties':{'sku':{'type':'string','pattern':'^[A-Z]{3}\\\\d{2,4}$'},"
                            + "'qty':{'type':'integer','minimum':1,'maximum':99},'price':{'type':'number','minimum':0.01}},"
                            + "'required':['sku','qty'],'additionalProperties':false}}}",
                    "{'lines':[{'sku':'ABC12','qty':1,'price':9.5},{'sku':'XYZ999','qty':2},{'sku':'QQQ1234','qty':99}]}"));

    private static final List<@Nullable Object> EDGES = Collections.unmodifiableList(edges());

    @Test
    void theFastPathAcceptsNothingThatEveritRefuses() {
        Random random = new Random(20261121);
        int fast = 0;
        int everit = 0;
        List<String> lax = new ArrayList<>();
        List<Pair> pairs = TOOLS.stream().map(Pair::of).toList();
        for (int i = 0; i < DOCUMENTS; i++) {
            Pair pair = pairs.get(i % pairs.size());
            Object document = pair.valid;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                document = mutated(document, random);
            }
            boolean quick = pair.fast.accepts(document);
            boolean slow = pair.arbiter.check(document).isEmpty();
            fast += quick ? 1 : 0;
            everit += slow ? 1 : 0;
            if (quick && !slow) {
                lax.add(Json.write(document));
            }
        }

        System.out.printf(
                "fast path: %,d mutated documents, everit accepts %,d, the fast path %,d of them, wrongly accepted %d%n",
                DOCUMENTS, everit, fast, lax.size());
        assertThat(lax).isEmpty();
        assertThat(everit).isBetween(DOCUMENTS / 20, DOCUMENTS * 19 / 20);
        assertThat(fast).as("worth having").isGreaterThan(everit * 8 / 10);
    }

    @Test
    void theValidDocumentsTakeTheFastPath() {
        for (Tool tool : TOOLS) {
            assertThat(Pair.of(tool).fast.accepts(Pair.of(tool).valid))
                    .as(tool.schema)
                    .isTrue();
        }
    }

    @Test
    void schemasWithAKeywordOfDoubtHaveNoFastPath() {
        for (String schema : List.of(
                "{'oneOf':[{}]}",
                "{'not':{}}",
                "{'if':{}}",
                "{'contains':{}}",
                "{'propertyNames':{}}",
                "{'prefixItems':[{}]}",
                "{'patternProperties':{'a':{}}}",
                "{'items':{'$ref':'#'}}",
                "{'dependentRequired':{}}",
                "{'unevaluatedProperties':false}")) {
            assertThat(FastPath.of(document(schema), true)).as(schema).isNull();
        }
    }

    private record Pair(FastPath fast, Checker arbiter, Object valid) {

        static Pair of(Tool tool) {
            SchemaDocument document = document(tool.schema);
            Checker everit = SchemaEngine.everit().checker(document, document.root());
            FastPath fast = Objects.requireNonNull(FastPath.of(document, true));
            return new Pair(fast, everit, Objects.requireNonNull(Json.parse(json(tool.valid))));
        }
    }

    private static SchemaDocument document(String schema) {
        return SchemaReader.read(Json.parseObject(json(schema)), SchemaEngine.everit());
    }

    private static List<@Nullable Object> edges() {
        List<@Nullable Object> edges = new ArrayList<>(List.of(
                0L,
                1L,
                -1L,
                5L,
                10_000L,
                10_001L,
                99L,
                100L,
                150L,
                149L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.TEN.pow(20),
                BigInteger.TEN.pow(20).add(BigInteger.ONE),
                BigInteger.TEN.pow(300),
                new BigDecimal("1.5"),
                new BigDecimal("0.01"),
                new BigDecimal("0.001"),
                new BigDecimal("1e-300"),
                new BigDecimal("9999.99")));
        edges.addAll(List.of(
                "",
                "a",
                "ab",
                "ORD-12345",
                "ORD-12345\n",
                "\nORD-1",
                "xORD-12345",
                "RET-1",
                "ORD-1٢",
                "EUR",
                "a@b.co",
                "a@b",
                "2024-02-29",
                "2023-02-29",
                "ABC12",
                "ABC12345",
                "ABC1\u0662",
                "\ud83d\ude00".repeat(8),
                "\ud83d\ude00".repeat(9),
                "é".repeat(3)));
        edges.addAll(List.of(
                true,
                false,
                Map.of(),
                List.of(),
                Map.of("id", 1L),
                Map.of("id", "x"),
                Map.of("a", List.of(1L)),
                Map.of("email", "a@b.co"),
                List.of("a", "a"),
                List.of("a", "b"),
                List.of(1L, "1"),
                List.of(List.of())));
        edges.add(null);
        return edges;
    }

    private static @Nullable Object mutated(@Nullable Object value, Random random) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(8) > 0) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(Json.asObject(map));
            List<String> names = new ArrayList<>(copy.keySet());
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(8)) {
                case 0 -> copy.remove(name);
                case 1 -> copy.put(name + random.nextInt(2), edge(random));
                default -> copy.put(name, mutated(copy.get(name), random));
            }
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(8) > 0) {
            List<@Nullable Object> copy = new ArrayList<>(list);
            int at = random.nextInt(copy.size());
            switch (random.nextInt(8)) {
                case 0 -> copy.remove(at);
                case 1 -> copy.add(copy.get(at));
                default -> copy.set(at, mutated(copy.get(at), random));
            }
            return copy;
        }
        return edge(random);
    }

    private static @Nullable Object edge(Random random) {
        return EDGES.get(random.nextInt(EDGES.size()));
    }
}
