package io.toolgateway.examples.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the page does, without a browser: a session, its token, and the chat. Confined to one thread. */
final class Visitor {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI portal;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private String token = "";

    Visitor(URI portal) {
        this.portal = portal;
        keepToken(get("/api/session"));
    }

    static Visitor playing(URI portal, String person) {
        Visitor visitor = new Visitor(portal);
        visitor.signIn(person);
        return visitor;
    }

    void signIn(String person) {
        keepToken(post("/api/session", Map.of("person", person)));
    }

    private void keepToken(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        token = Objects.toString(Json.parseObject(response.body()).get("token"));
    }

    String token() {
        return token;
    }

    /** The cookie as a browser sends it. */
    String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .findFirst()
                .orElse("");
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(portal.resolve(path)));
    }

    HttpResponse<String> post(String path, Object body) {
        String origin = portal.toString().replaceFirst("/$", "");
        return send(HttpRequest.newBuilder(portal.resolve(path))
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .header("X-CSRF-Token", token)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(Json.of(body)))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> trySaying(String id, String text) {
        return post("/api/chat", Map.of("id", id, "text", text));
    }

    /** Says something and waits for the whole answer: all lines that came with it. */
    List<Line> say(String text) {
        int before = lines().size();
        HttpResponse<String> taken = trySaying(UUID.randomUUID().toString(), text);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        return await(view -> !view.busy() && view.lines().size() > before + 1).lines().stream()
                .skip(before)
                .toList();
    }

    List<Line> lines() {
        return view().lines();
    }

    /** Waits until the conversation is as it should be, by asking again as the page does. */
    View await(Predicate<View> wanted) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        View view = view();
        while (!wanted.test(view)) {
            assertThat(System.nanoTime()).as("what is there: %s", view).isLessThan(until);
            Thread.onSpinWait();
            view = view();
        }
        return view;
    }

    View view() {
        HttpResponse<String> response = get("/api/chat?after=0");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return View.of(Json.parseObject(response.body()));
    }

    /** A person's conversation. */
    record View(String conversation, String version, boolean busy, List<Line> lines) {

        static View of(Map<String, @Nullable Object> members) {
            return new View(
                    Objects.toString(members.get("conversation")),
                    Objects.toString(members.get("version")),
                    Boolean.TRUE.equals(members.get("busy")),
                    objects(members.get("lines")).stream().map(Line::of).toList());
        }
    }

    /** A line of it, and what became of its calls. */
    record Line(String from, String text, List<Made> calls) {

        static Line of(Map<String, @Nullable Object> members) {
            return new Line(
                    Objects.toString(members.get("from")),
                    Objects.toString(members.get("text")),
                    objects(members.get("calls")).stream()
                            .map(call -> new Made(
                                    Objects.toString(call.get("tool")),
                                    Objects.toString(call.get("status")),
                                    Objects.toString(call.get("message")),
                                    Objects.toString(call.get("about"))))
                            .toList());
        }
    }

    /** What became of a call. */
    record Made(String tool, String status, String message, String about) {}

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        return Json.asArray(Objects.requireNonNull(list)).stream()
                .map(each -> Json.asObject(Objects.requireNonNull(each)))
                .toList();
    }
}
