package io.toolgateway.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first command, with serve. */
@Tag("A7")
@Timeout(120)
class ServingTest {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    /** The program, on a thread of its own. */
    private Thread start(String... args) {
        String[] all = Stream.concat(Stream.of("--model=recorded"), Arrays.stream(args))
                .toArray(String[]::new);
        Thread program = new Thread(() -> code.complete(SupportDesk.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all)));
        program.start();
        return program;
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private URI address() {
        long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < until && !code.isDone()) {
            Matcher address = ADDRESS.matcher(printed());
            if (address.find()) {
                return URI.create(address.group());
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(printed() + err.toString(StandardCharsets.UTF_8));
    }

    private void servesUntilItIsInterrupted(Thread program)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address()).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Support portal");
        assertThat(code).isNotDone();

        program.interrupt();

        assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void inMemory() throws Exception {
        Thread program = start("--serve=0");
        servesUntilItIsInterrupted(program);
        assertThat(printed()).contains("in memory", "Recorded answers", "Ctrl-C");
    }

    @Test
    void onPostgres() throws Exception {
        Thread program = start("--serve=0", "--store=" + OnPostgres.freshAddress());
        servesUntilItIsInterrupted(program);
        assertThat(printed()).contains("with its record on Postgres.");
    }

    @Test
    void onPostgresAndRedis() throws Exception {
        Thread program = start(
                "--serve=0",
                "--store=" + OnPostgres.freshAddress(),
                "--view=" + TestServers.redis().uri());
        servesUntilItIsInterrupted(program);
        assertThat(printed()).contains("with its record on Postgres and its view on Redis.");
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            start("--serve=" + taken.getLocalPort());
            assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("The page cannot be served on port " + taken.getLocalPort());
        }
    }
}
