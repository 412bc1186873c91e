package io.toolgateway.examples.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of recorded material: the system property {@code gateway.data}, else {@code ../shared/data} beside the
 * checkout. A test that asks for a file that is not there is skipped, and says so.
 */
final class Recorded {

    /** Rows are files of others, not calls of a model: only the depth stays bounded. */
    private static final JsonLimits ROWS = new JsonLimits(64 << 20, 500, 10_000_000, 10_000, 10_000);

    private Recorded() {}

    /** One file of the folder; skips the test if it is absent. */
    static Path file(String name) {
        String set = System.getProperty("gateway.data", "");
        String checkout = System.getProperty("gateway.checkout", "..");
        Path folder = set.isEmpty() ? Path.of(checkout, "..", "shared", "data") : Path.of(set);
        Path file = folder.resolve(name);
        assumeTrue(Files.isReadable(file), "no recorded material at " + file + "; set -Dgateway.data=<folder>");
        return file;
    }

    /** The rows of a {@code .jsonl} or {@code .jsonl.gz} file, each a JSON object; close the stream. */
    static Stream<Map<String, @Nullable Object>> rows(String name) {
        return lines(name).map(line -> Json.asObject(value(line)));
    }

    /** The text of a file, unpacked if it ends in {@code .gz}. */
    static String text(String name) {
        try (InputStream in = open(file(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON value of any size. */
    static Object value(String json) {
        Parsed parsed = Json.parse(json, ROWS);
        if (parsed instanceof Parsed.Value value && value.value() != null) {
            return value.value();
        }
        throw new IllegalStateException("a recorded row is no JSON: " + parsed);
    }

    private static Stream<String> lines(String name) {
        try {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(open(file(name)), StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.isBlank()).onClose(() -> close(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
