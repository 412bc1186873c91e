package io.toolgateway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No URL leads a channel into an internal network, however its host is spelled and wherever its name leads. */
@Tag("A16")
class EndpointTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    /** A row of the table. */
    record Row(String verdict, String url, List<String> addresses) {

        static Row of(String line) {
            String[] parts = line.split("\t", -1);
            String url = ESCAPE.matcher(parts[1])
                    .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                            Character.toString(Integer.parseInt(match.group(1), 16))));
            return new Row(parts[0], url, parts[2].equals("-") ? List.of() : List.of(parts[2].split(",")));
        }

        Endpoint.Rules rules() {
            return Endpoint.Rules.SAFE.resolvedBy(host -> {
                InetAddress[] found =
                        addresses.stream().map(PublicAddresses::literal).toArray(InetAddress[]::new);
                if (found.length == 0) {
                    throw new UnknownHostException(host);
                }
                return found;
            });
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(EndpointTest.class.getResourceAsStream("urls.tsv"))) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::of)
                    .toList()
                    .stream();
        }
    }

    @Test
    void theTableIsLongEnough() throws IOException {
        assertThat(rows().map(Row::url).count()).isGreaterThan(150);
        assertThat(rows().map(Row::verdict).distinct()).containsExactlyInAnyOrder("bad", "internal", "ok");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aUrlIsTakenOrRefused(Row row) throws IOException {
        switch (row.verdict()) {
            case "bad" ->
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Endpoint.of(URI.create(row.url()), row.rules()))
                        .satisfies(refused -> assertThat(refused.getMessage() == null ? "" : refused.getMessage())
                                .doesNotContain("secret"));
            case "internal" -> {
                Endpoint endpoint = Endpoint.of(URI.create(row.url()), row.rules());
                assertThatThrownBy(endpoint::addresses).isInstanceOf(IOException.class);
            }
            default -> {
                Endpoint endpoint = Endpoint.of(URI.create(row.url()), row.rules());
                assertThat(endpoint.addresses())
                        .hasSize(Math.max(1, row.addresses().size()));
            }
        }
    }

    @Test
    void whoSaysSoMayPostInside() throws IOException {
        Endpoint.Rules open = Endpoint.Rules.SAFE.plain().internal();

        assertThat(Endpoint.of(URI.create("http://127.0.0.1:8080/in"), open).addresses())
                .containsExactly(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        assertThatCode(() -> Endpoint.of(URI.create("https://[::1]/in"), open)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(URI.create("https://2130706433/in"), open));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(URI.create("http://127.0.0.1/"), Endpoint.Rules.SAFE.internal()));
    }

    @Test
    @Tag("I17")
    void theUrlIsASecret() {
        Endpoint endpoint = Endpoint.of(
                URI.create("https://hooks.example.com:8443/services/T0/B0/canary?key=canary"), Endpoint.Rules.SAFE);

        assertThat(endpoint).hasToString("https://hooks.example.com:8443");
        assertThat(endpoint.target()).isEqualTo("/services/T0/B0/canary?key=canary");
    }
}
