package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.redis.RedisLiveView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;

/** The baseline with a view: a plain commit, and then the gateway's own script by plain EVALSHA, under names of its own. */
final class RawShow {

    private static final String EPOCH = "raw";
    private static final String VIEW = "raw:tool_calls:view";
    private static final String VALID_UNTIL =
            String.valueOf(Instant.now().plusSeconds(86_400).getEpochSecond());

    private final UnifiedJedis jedis;
    private final String script;

    RawShow(UnifiedJedis jedis) throws IOException {
        this.jedis = jedis;
        try (InputStream in = RedisLiveView.class.getResourceAsStream("scripts/show.lua")) {
            String text = new String(Objects.requireNonNull(in, "show.lua").readAllBytes(), StandardCharsets.UTF_8);
            this.script = jedis.scriptLoad(text);
        }
        jedis.hset(VIEW, Map.of("epoch", EPOCH, "record", "raw", "point", "0", "log_from", "0-0"));
    }

    int one(RawRows.Writer writer) throws SQLException {
        RawRows.Row row = writer.row();
        jedis.evalsha(script, keys(row), arguments(row));
        return 1;
    }

    /** So many in a commit, and then as many scripts in one pipeline. */
    int group(RawRows.Writer writer, int size) throws SQLException {
        List<RawRows.Row> rows = writer.rows(size);
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            rows.forEach(row -> pipeline.evalsha(script, keys(row), arguments(row)));
            pipeline.sync();
        }
        return size;
    }

    private static List<String> keys(RawRows.Row row) {
        return List.of(
                VIEW,
                VIEW + ":unfinished",
                VIEW + ":waiting",
                "raw:pending_tool_calls",
                "raw:approved_tool_calls",
                VIEW + ":over:" + EPOCH + ":" + row.id());
    }

    private static List<String> arguments(RawRows.Row row) {
        return List.of(
                EPOCH,
                "next",
                "3600000",
                "100000",
                "0",
                row.tenant().length() + ":" + row.tenant() + ":" + row.id(),
                "1",
                "pending",
                Subject.PARKED,
                Subject.ARGUMENTS,
                row.user(),
                "",
                VALID_UNTIL,
                row.id(),
                row.tenant(),
                row.request(),
                Instant.now().toString());
    }
}
