package io.toolgateway.examples.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.examples.portal.model.RecordedModel;
import io.toolgateway.examples.portal.web.Sessions;
import io.toolgateway.examples.portal.web.WebServer;
import io.toolgateway.examples.supportdesk.DeskPortal;
import io.toolgateway.json.Json;
import io.toolgateway.testkit.SettableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A7")
class PortalLimitsTest {

    private final SettableClock clock = new SettableClock();
    private final DeskPortal portal = PortalUnderTest.open(clock, new RecordedModel());

    @AfterEach
    void closePortal() {
        portal.close();
    }

    private Visitor playing(String person) {
        return Visitor.playing(portal.address(), person);
    }

    private RawHttp get(String path) {
        return new RawHttp("GET", path, List.of("Host: " + portal.address().getAuthority()), "");
    }

    private RawHttp.Reply send(RawHttp request) {
        return request.send(portal.address().getPort());
    }

    @Test
    void whoHasNotSignedInIsToldWhomTheyMayPlayAndNothingElse() {
        Visitor nobody = new Visitor(portal.address());
        assertThat(nobody.get("/api/session").body())
                .contains("\"person\":null", "\"key\":\"carla\"", "Recorded answers");
        for (String path : List.of("/api/chat?after=0", "/api/review/pending", "/api/review/")) {
            assertThat(nobody.get(path).statusCode()).isEqualTo(401);
        }
        assertThat(nobody.trySaying("1", "hello").statusCode()).isEqualTo(401);
        assertThat(nobody.post("/api/session", Map.of("person", "root")).statusCode())
                .isEqualTo(400);
        assertThat(nobody.post("/api/session", Map.of("person", 1)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSessionEndsByTheClockAndThePageIsToldToBeginAnew() {
        Visitor carla = playing("carla");
        clock.advance(Sessions.IDLE.plusSeconds(1));
        HttpResponse<String> response = carla.get("/api/chat?after=0");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("no_session");
    }

    @Test
    void whoSignsOutIsNobody() {
        Visitor carla = playing("carla");
        String cookie = carla.cookie();
        assertThat(carla.post("/api/session/end", Map.of()).body()).contains("\"person\":null");
        assertThat(send(get("/api/chat?after=0").and("Cookie", cookie)).status())
                .isEqualTo(401);
    }

    @Test
    void twentyMessagesAMinuteAreTakenAndThenOneWaits() {
        Visitor sarah = playing("sarah");
        for (int i = 0; i < 20; i++) {
            sarah.say("hello");
        }
        HttpResponse<String> refused = sarah.trySaying("one more", "hello");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("a lot within a minute");

        clock.advance(Duration.ofSeconds(61));
        assertThat(sarah.trySaying("one more", "hello").statusCode()).isEqualTo(202);
    }

    @Test
    void aConversationHasAnEnd() {
        Visitor sarah = playing("sarah");
        for (int i = 0; i < 100; i++) {
            sarah.say("hello");
            clock.advance(Duration.ofSeconds(10));
        }
        HttpResponse<String> refused = sarah.trySaying("one more", "hello");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("Begin a new one");
    }

    @Test
    void aMessageHasAnIdAndATextOfABoundedLength() {
        Visitor sarah = playing("sarah");
        for (Object body : List.of(
                Map.of("text", "hello"),
                Map.of("id", "1"),
                Map.of("id", "", "text", "hello"),
                Map.of("id", "1", "text", "  "),
                Map.of("id", "1", "text", "a".repeat(2_001)),
                Map.of("id", "a".repeat(101), "text", "hello"),
                Map.of("id", 1, "text", "hello"),
                Map.of("id", "1", "text", List.of("hello")),
                List.of("hello"),
                "hello")) {
            assertThat(sarah.post("/api/chat", body).statusCode())
                    .as("%s", body)
                    .isEqualTo(400);
        }
        assertThat(sarah.lines()).isEmpty();
        assertThat(sarah.trySaying("1", "a".repeat(2_000)).statusCode()).isEqualTo(202);
    }

    @Test
    void aBodyIsBounded() {
        Visitor sarah = playing("sarah");
        assertThat(sarah.trySaying("1", "a".repeat(WebServer.LONGEST_BODY)).statusCode())
                .isEqualTo(413);
        assertThat(sarah.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"id\":\"1\",\"text\":\"\\ud800\"}",
                "{\"id\":\"1\",\"text\":\"\\u0000\"}",
                "{\"id\":\"1\",\"id\":\"2\",\"text\":\"x\"}",
                "[[[[",
                "null"
            })
    void aBodyThatIsNoGoodJsonIsRefused(String body) {
        Visitor sarah = playing("sarah");
        RawHttp request = new RawHttp(
                "POST",
                "/api/chat",
                List.of(
                        "Host: " + portal.address().getAuthority(),
                        "Origin: http://" + portal.address().getAuthority(),
                        "Content-Type: application/json",
                        "Cookie: " + sarah.cookie(),
                        "X-CSRF-Token: " + sarah.token()),
                body);
        assertThat(send(request).status()).isEqualTo(400);
        assertThat(sarah.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1e3", "99999999999", "", "1;2"})
    void aLineThatIsNoNumberIsRefused(String after) {
        assertThat(playing("sarah").get("/api/chat?after=" + after).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNotNewIsNotSentAgain() {
        Visitor sarah = playing("sarah");
        sarah.say("hello");
        Visitor.View view = sarah.view();
        String seen = view.version();
        HttpResponse<String> nothing = sarah.get("/api/chat?after=2&seen=" + seen);
        assertThat(nothing.statusCode()).isEqualTo(204);
        assertThat(nothing.body()).isEmpty();
        assertThat(Json.parseObject(sarah.get("/api/chat?after=1&seen=other").body())
                        .get("lines"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../recordings.json",
                "/portal.js/../../model/recordings.json",
                "/%2e%2e/model/recordings.json",
                "/..%2fmodel/recordings.json",
                "/page/index.html",
                "/model/recordings.json",
                "/portal.js/",
                "/Portal.js",
                "/portal.js%00.html",
                "/portal%2ejs",
                "/./portal.js",
                "/META-INF/MANIFEST.MF",
                "/tool-gateway/../portal.js",
                "/logback.xml",
                "/.git/config",
                "/index.htm",
                "/api",
                "/api/",
                "/api/session/",
                "/api/unknown"
            })
    void onlyTheFilesOfThePageAreGiven(String path) {
        Visitor sarah = playing("sarah");
        RawHttp.Reply reply = send(get(path).and("Cookie", sarah.cookie()));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("content-type")).startsWith("application/json");
    }

    /** The JDK's server takes it for a host, and finds nothing for it. */
    @Test
    void twoSlashesLeadNowhere() {
        assertThat(send(get("//portal.js")).status()).isEqualTo(404);
    }

    @Test
    void aFileHasItsTypeAndIsNotSentAgainWhileItIsTheSame() {
        Map<String, String> types = Map.of(
                "/", "text/html; charset=utf-8",
                "/portal.js", "text/javascript; charset=utf-8",
                "/portal.css", "text/css; charset=utf-8",
                "/favicon.svg", "image/svg+xml; charset=utf-8");
        types.forEach((path, type) -> {
            RawHttp.Reply reply = send(get(path));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("content-type")).isEqualTo(type);
            assertThat(send(get(path).and("If-None-Match", reply.header("etag")))
                            .status())
                    .isEqualTo(304);
            RawHttp.Reply head = send(get(path).by("HEAD"));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length")).isEqualTo(reply.header("content-length"));
            assertThat(head.body()).isEmpty();
        });
        assertThat(send(get("/api/session")).header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void thePageHasNothingThatThePolicyWouldForbidAndAsksNobodyElse() {
        String page = send(get("/")).body();
        assertThat(page).doesNotContain("style=", "onclick", "<style", "javascript:", "https://", "http://");
        assertThat(page).containsOnlyOnce("<script").contains("<script type=\"module\" src=\"/portal.js\"></script>");
        for (String file : List.of("/portal.js", "/api.js", "/chat.js", "/dom.js", "/people.js", "/portal.css")) {
            assertThat(send(get(file)).body())
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "document.write",
                            "eval(",
                            "https://",
                            "@import");
        }
    }

    @Test
    @Tag("A9")
    void markUpInAMessageIsDataAndStaysAsItIs() {
        Visitor sarah = playing("sarah");
        String hostile = "</script><img src=x onerror=alert(1)> \" ' & \u202e \u001b[31m ${jndi:ldap://x} {{7*7}}";
        List<Visitor.Line> told = sarah.say(hostile);
        assertThat(told.get(0).text()).isEqualTo(hostile);
        HttpResponse<String> raw = sarah.get("/api/chat?after=0");
        assertThat(raw.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(raw.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(raw.body()).doesNotContain("\u001b");
    }
}
