package io.toolgateway.examples.portal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.toolgateway.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a server of the test's own; no provider is asked. */
@Tag("P11")
class ProviderModelTest {

    private static final String KEY = "sk-very-secret";
    private static final Briefing SARAH = new Briefing("Sarah", "user_456", Set.of("customer"), "E-Commerce Corp");
    private static final String TOOLS = "[{\"name\":\"refund\"}]";

    /** A request as the provider gets it. */
    private record Seen(Map<String, List<String>> headers, String body) {}

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Model model(Provider provider) {
        return model(provider, Duration.ofSeconds(20));
    }

    private Model model(Provider provider, Duration within) {
        return new ProviderModel(provider, "some-model", KEY, URI.create("http://127.0.0.1:" + port() + "/"), within);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answering(int status, String body) {
        server.createContext("/", exchange -> answer(exchange, status, body));
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            seen.add(new Seen(Map.copyOf(exchange.getRequestHeaders()), new String(request, StandardCharsets.UTF_8)));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Answer ask(Model model) {
        return model.answer(SARAH, List.of(model.provider().userMessage("Refund it \"now\".")), TOOLS);
    }

    private static String why(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Missing.class);
        String why = ((Answer.Missing) answer).why();
        assertThat(why).doesNotContain(KEY).contains("some-model");
        return why;
    }

    @Test
    void anthropicIsAskedInItsForm() throws InterruptedException {
        answering(200, "{\"content\":[{\"type\":\"text\",\"text\":\"Hello.\"}],\"stop_reason\":\"end_turn\"}");
        Model model = model(Provider.ANTHROPIC);

        Answer answer = ask(model);

        String response = ((Answer.Given) answer).response();
        assertThat(model.provider().textOf(response)).isEqualTo("Hello.");
        assertThat(model.provider().messageOf(response))
                .contains("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hello.\"}]}");
        Seen request = seen.take();
        assertThat(request.headers())
                .containsEntry("X-api-key", List.of(KEY))
                .containsEntry("Anthropic-version", List.of("2023-06-01"));
        Map<String, ?> body = Json.parseObject(request.body());
        assertThat(body.keySet()).containsExactly("model", "max_tokens", "system", "messages", "tools");
        assertThat(body.get("system").toString())
                .contains("Sarah", "user_456", "customer", "A yes in this chat approves nothing");
        assertThat(request.body())
                .contains("{\"role\":\"user\",\"content\":\"Refund it \\\"now\\\".\"}", TOOLS)
                .doesNotContain(KEY);
    }

    @Test
    void openAiIsAskedInItsForm() throws InterruptedException {
        answering(
                200,
                "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello.\"}}]}");
        Model model = model(Provider.OPENAI);

        String response = ((Answer.Given) ask(model)).response();

        assertThat(model.provider().textOf(response)).isEqualTo("Hello.");
        assertThat(model.provider().messageOf(response)).contains("{\"role\":\"assistant\",\"content\":\"Hello.\"}");
        Seen request = seen.take();
        assertThat(request.headers()).containsEntry("Authorization", List.of("Bearer " + KEY));
        assertThat(Json.parseObject(request.body()).keySet()).containsExactly("model", "messages", "tools");
        assertThat(request.body()).contains("{\"role\":\"system\",\"content\":").doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "400, could not read the request",
        "401, did not accept the API key",
        "403, did not accept the API key",
        "404, is not known under this name",
        "429, too many requests",
        "500, a fault of its own (500)",
        "503, a fault of its own (503)",
        "529, overloaded",
        "302, of no use (302)"
    })
    void aRefusalIsToldInWordsAndNotInTheProviders(int status, String words) {
        answering(status, "{\"error\":\"the key " + KEY + " is bad\"}");
        assertThat(why(ask(model(Provider.ANTHROPIC)))).contains(words);
        assertThat(seen).hasSize(1); // a redirect is not followed: the key goes nowhere else
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForForEver() {
        server.createContext("/", exchange -> await());
        assertThat(why(ask(model(Provider.OPENAI, Duration.ofMillis(300))))).contains("did not answer within");
    }

    @Test
    void neitherIsOneThatBeginsAndDoesNotEnd() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });
        assertThat(why(ask(model(Provider.OPENAI, Duration.ofMillis(300))))).contains("did not answer within");
    }

    private void await() throws IOException {
        try {
            testIsOver.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anAnswerWithoutAnEndIsCutOff() {
        answering(200, "x".repeat(5 * 1024 * 1024));
        assertThat(why(ask(model(Provider.ANTHROPIC)))).contains("at a length that nobody reads");
    }

    @Test
    void aServerThatIsNotThereIsToldAsThat() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Model model = new ProviderModel(
                Provider.OPENAI,
                "some-model",
                KEY,
                URI.create("http://127.0.0.1:" + free + "/"),
                Duration.ofSeconds(5));
        assertThat(why(ask(model))).contains("cannot be reached");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void aResponseThatIsNoneHasNoMessage(Provider provider) {
        for (String response : List.of(
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"content\":7}",
                "{\"content\":[]}",
                "{\"choices\":[]}",
                "{\"choices\":[{}]}",
                "{\"choices\":7}")) {
            assertThat(provider.messageOf(response)).isEmpty();
            assertThat(provider.textOf(response)).isEmpty();
        }
    }

    @Test
    void theKeyIsSaidNowhere() {
        Model model = model(Provider.ANTHROPIC);
        assertThat(model.toString() + model.name() + model.origin())
                .doesNotContain(KEY)
                .contains("Anthropic", "some-model");
    }

    @Test
    void aKeyInTheEnvironmentChoosesTheModel() {
        assertThat(Models.choose(Map.of(), null)).isInstanceOf(RecordedModel.class);
        assertThat(Models.choose(Map.of("ANTHROPIC_API_KEY", " "), null)).isInstanceOf(RecordedModel.class);
        assertThat(Models.choose(Map.of("ANTHROPIC_API_KEY", KEY), null).name()).startsWith("Anthropic, claude");
        assertThat(Models.choose(Map.of("OPENAI_API_KEY", KEY), null).name()).startsWith("OpenAI, gpt");
        assertThat(Models.choose(Map.of("OPENAI_API_KEY", KEY), "other").name()).isEqualTo("OpenAI, other");
        assertThat(Models.choose(Map.of("ANTHROPIC_API_KEY", KEY), "recorded")).isInstanceOf(RecordedModel.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.choose(Map.of(), "some-model"))
                .withMessageContaining("needs ANTHROPIC_API_KEY");
    }
}
