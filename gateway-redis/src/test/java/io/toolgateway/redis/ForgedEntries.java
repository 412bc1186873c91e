package io.toolgateway.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What somebody who may write to Redis could put into the log, out of a seed: each is the fields of one entry. */
final class ForgedEntries {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\nb\r\nWARN forged line",
            "${jndi:ldap://127.0.0.1/x}",
            "{}",
            "[[[[",
            "' OR 1=1 --",
            "return redis.call('FLUSHALL')",
            "\ud83d\ude00\u202e",
            "9".repeat(400),
            "-1",
            "NaN",
            "1e999",
            "null",
            "approved",
            "+1000000000-12-31T23:59:59Z",
            "x".repeat(100_000));

    private final Random random;
    private final Map<String, String> genuine;

    /**
     * Begins a series.
     *
     * @param genuine the fields of an entry that a gateway wrote
     */
    ForgedEntries(long seed, Map<String, String> genuine) {
        this.random = new Random(seed);
        this.genuine = genuine;
    }

    Map<String, String> next() {
        Map<String, String> fields = new LinkedHashMap<>(genuine);
        switch (random.nextInt(6)) {
            case 0 -> fields.put("status", "approved");
            case 1 -> {
                // Another proposal, as if it had been approved.
                fields.put("proposal_id", new UUID(random.nextLong(), random.nextLong()).toString());
                fields.put("status", random.nextBoolean() ? "approved" : "executed");
                fields.put("version", String.valueOf(random.nextInt(9)));
            }
            case 2 -> fields.remove(some(List.copyOf(fields.keySet())));
            case 3 -> fields.put(some(List.copyOf(fields.keySet())), some(TEXTS));
            case 4 -> {
                fields.clear();
                for (int i = 0; i <= random.nextInt(5); i++) {
                    fields.put(some(TEXTS), some(TEXTS));
                }
            }
            default -> {
                // The same once more.
            }
        }
        return fields;
    }

    List<Map<String, String>> next(int count) {
        List<Map<String, String>> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(next());
        }
        return some;
    }

    private String some(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
