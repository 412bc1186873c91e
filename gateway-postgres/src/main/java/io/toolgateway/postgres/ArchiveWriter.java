package io.toolgateway.postgres;

import io.toolgateway.json.Json;
import io.toolgateway.stored.EventHash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of a copy, and takes its hash. See {@link HistoryArchive} for their shape.
 *
 * <p>Threads: confined to one.
 */
final class ArchiveWriter implements AutoCloseable {

    private final MessageDigest digest;
    private final OutputStream out;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    ArchiveWriter(OutputStream target) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        this.out = new BufferedOutputStream(new DigestOutputStream(target, digest), 1 << 16);
    }

    void proposal(Map<String, @Nullable Object> columns) {
        line("proposal", columns);
    }

    void event(StoredEvent event) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("transaction", event.transaction());
        columns.put("number", event.number());
        for (String column : EventHash.COLUMNS) {
            columns.put(column, event.columns().get(column));
        }
        columns.put("seq", event.seq() == 0 ? null : event.seq());
        columns.put("fence", event.fence());
        columns.put("hash", event.hash());
        line("event", columns);
    }

    void seal(SealRow seal) {
        line("seal", seal.toColumns());
    }

    /** The first line. */
    void begin(String schema, long from, long to) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("format", 1L);
        columns.put("schema", schema);
        columns.put("from_transaction", from);
        columns.put("to_transaction", to);
        write("archive", columns);
    }

    /** The last line: without it a copy is not whole, and nothing was removed. */
    void end() {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (String kind : new String[] {"proposal", "event", "seal"}) {
            columns.put(kind + "s", counts.getOrDefault(kind, 0L));
        }
        write("end", columns);
    }

    private void line(String kind, Map<String, @Nullable Object> columns) {
        write(kind, columns);
        counts.merge(kind, 1L, Long::sum);
    }

    private void write(String kind, Map<String, @Nullable Object> columns) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        columns.forEach((name, value) -> {
            if (value != null) {
                line.put(name, value);
            }
        });
        try {
            out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all bytes that were written; after the end. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
