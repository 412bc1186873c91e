package io.toolgateway.examples.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.toolgateway.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of recorded material: the system property {@code gateway.data}, else {@code ../shared/data} beside the
 * checkout. A test that asks for a file that is not there is skipped, and says so.
 */
final class Recorded {

    // Plain Jackson, for these are files of others, which hold on purpose what our strict parser refuses.
    private static final ObjectMapper ROWS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

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
        return lines(name).map(line -> Json.asObject(Objects.requireNonNull(value(line))));
    }

    /** The text of a file, unpacked if it ends in {@code .gz}. */
    static String text(String name) {
        try (InputStream in = open(file(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON value of any size and with any text in it, numbers in the one form that {@link Json} gives them. */
    static @Nullable Object value(String json) {
        try {
            return plain(ROWS.readValue(json, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recorded row is no JSON", e);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, member) -> copy.put((String) name, plain(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        if (value instanceof BigInteger whole) {
            return Json.number(new BigDecimal(whole));
        }
        return value instanceof BigDecimal decimal ? Json.number(decimal) : value;
    }

    private static Stream<String> lines(String name) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(open(file(name)), StandardCharsets.UTF_8));
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
