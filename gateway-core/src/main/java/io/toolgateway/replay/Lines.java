package io.toolgateway.replay;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The rows of a JSON Lines file, one in memory at a time; a bad one does not hide the next. */
final class Lines {

    /** A row may hold arguments beyond any gateway's limits, to see them refused. */
    private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 500, 1_000_000, 100_000, 100_000);

    @FunctionalInterface
    interface Consumer {
        void accept(long line, Parsed row);
    }

    private Lines() {}

    static void read(Path file, Consumer rows) {
        try (InputStream in = open(file)) {
            read(in, rows);
        } catch (IOException e) {
            throw new RecordingException("cannot read " + file + ": " + e, e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in;
    }

    private static void read(InputStream in, Consumer rows) throws IOException {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        long line = 1;
        boolean blank = true;
        for (int next = in.read(); ; next = in.read()) {
            if (next == '\n' || next < 0) {
                if (!blank) {
                    rows.accept(line, Json.parse(row.toByteArray(), LIMITS));
                }
                if (next < 0) {
                    return;
                }
                row.reset();
                blank = true;
                line++;
            } else if (row.size() <= LIMITS.maxBytes()) {
                // One byte beyond the limit is kept, for the parser to refuse; the rest of such a line is passed over.
                row.write(next);
                blank = blank && next <= ' ';
            }
        }
    }

    static Parsed parse(String row) {
        return Json.parse(row, LIMITS);
    }
}
