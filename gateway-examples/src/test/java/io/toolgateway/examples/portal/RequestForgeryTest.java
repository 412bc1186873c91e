package io.toolgateway.examples.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.examples.supportdesk.DeskPortal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What another site, another name for this address, or a browser without this page's token can send: nothing of it changes anything.
 * Each case is a request that would be taken, with one thing changed.
 */
@Tag("A7")
class RequestForgeryTest {

    private static final String ELSEWHERE = "https://evil.example";

    private static DeskPortal portal;
    private static Visitor carla;

    private record Case(String name, int status, UnaryOperator<RawHttp> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void openPortal() {
        portal = PortalUnderTest.open();
        carla = Visitor.playing(portal.address(), "carla");
    }

    @AfterAll
    static void closePortal() {
        portal.close();
    }

    private static String host() {
        return portal.address().getAuthority();
    }

    private static RawHttp.Reply send(RawHttp request) {
        return request.send(portal.address().getPort());
    }

    private static RawHttp get(String path) {
        return new RawHttp("GET", path, List.of("Host: " + host(), "Cookie: " + carla.cookie()), "");
    }

    /** As the page sends it. */
    private static RawHttp post(String path, String body) {
        return new RawHttp(
                "POST",
                path,
                List.of(
                        "Host: " + host(),
                        "Origin: http://" + host(),
                        "Sec-Fetch-Site: same-origin",
                        "Content-Type: application/json",
                        "Cookie: " + carla.cookie(),
                        "X-CSRF-Token: " + carla.token()),
                body);
    }

    private static RawHttp message() {
        return post(
                "/api/chat", "{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"Cancel the renewal for Acme Corp.\"}");
    }

    private static Case forged(String name, int status, UnaryOperator<RawHttp> change) {
        return new Case(name, status, change);
    }

    static Stream<Case> forgedPosts() {
        List<Case> cases = new ArrayList<>();
        cases.add(forged("without a token", 403, request -> request.without("X-CSRF-Token")));
        for (String token : List.of("", "null", "undefined", "0", "'", "*", "a".repeat(32), "A".repeat(4_000))) {
            cases.add(forged(
                    "with the token '" + token.substring(0, Math.min(9, token.length())) + "'",
                    403,
                    request -> request.with("X-CSRF-Token", token)));
        }
        cases.add(forged(
                "with the token of another session",
                403,
                request -> request.with("X-CSRF-Token", new Visitor(portal.address()).token())));
        cases.add(forged(
                "with a token that is cut off",
                403,
                request -> request.with("X-CSRF-Token", carla.token().substring(1))));
        cases.add(forged("with the token twice", 403, request -> request.and("X-CSRF-Token", carla.token())));
        cases.add(forged(
                "with the session's id as its token",
                403,
                request -> request.with("X-CSRF-Token", carla.cookie().replaceFirst(".*=", ""))));
        cases.add(forged(
                "with the token in the query",
                403,
                request -> request.without("X-CSRF-Token").to("/api/chat?X-CSRF-Token=" + carla.token())));
        for (String origin : List.of(
                ELSEWHERE,
                "null",
                "",
                "http://localhost",
                "http://127.0.0.1",
                "https://HOST",
                "http://HOST.evil.example",
                "http://evil.example/HOST",
                "http://HOST@evil.example",
                "http://evil.example#HOST",
                "http://HOST/",
                "HTTP://HOST",
                "file://",
                "chrome-extension://abcdef",
                "http://[::1]:1")) {
            cases.add(forged(
                    "from the origin '" + origin + "'",
                    403,
                    request -> request.with("Origin", origin.replace("HOST", host()))));
        }
        cases.add(forged("without an origin", 403, request -> request.without("Origin")));
        cases.add(forged("with two origins", 403, request -> request.and("Origin", ELSEWHERE)));
        for (String site : List.of("cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site")) {
            cases.add(
                    forged("by a fetch that is '" + site + "'", 403, request -> request.with("Sec-Fetch-Site", site)));
        }
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; application/json",
                "application/json; charset=utf-7",
                "application/json, text/plain",
                "application/jsonp",
                "",
                "*/*")) {
            cases.add(forged("as '" + type + "'", 415, request -> request.with("Content-Type", type)));
        }
        cases.add(forged("without a type", 415, request -> request.without("Content-Type")));
        for (String host : foreignHosts()) {
            cases.add(forged(
                    "to the host '" + host + "'",
                    421,
                    request -> request.with("Host", host).with("Origin", "http://" + host)));
        }
        cases.add(forged("to two hosts", 421, request -> request.and("Host", "evil.example")));
        cases.add(forged("without a cookie", 401, request -> request.without("Cookie")));
        for (String cookie : List.of("portal_1=x", "x=y", "", "portal", "portal_1=" + "a".repeat(2_000))) {
            cases.add(forged(
                    "with the cookie '" + cookie.substring(0, Math.min(12, cookie.length())) + "'",
                    401,
                    request -> request.with("Cookie", cookie)));
        }
        for (String method :
                List.of("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "POSTX", "post", "PROPFIND")) {
            cases.add(forged("by " + method, 405, request -> request.by(method)));
        }
        return cases.stream();
    }

    private static List<String> foreignHosts() {
        return List.of(
                "evil.example",
                "evil.example:80",
                "127.0.0.1",
                "localhost",
                "127.0.0.1:1",
                "127.0.0.1.nip.io",
                "localhost.evil.example",
                "0.0.0.0",
                "[::1]",
                "2130706433");
    }

    @Test
    void asManyCasesAsTheThreatAsksFor() {
        assertThat(forgedPosts().map(Case::name).distinct().count()).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("forgedPosts")
    void aForgedMessageIsNotTaken(Case forged) {
        int before = carla.lines().size();

        RawHttp.Reply reply = send(forged.change().apply(message()));

        assertThat(reply.status()).as(reply.body()).isEqualTo(forged.status());
        assertThat(carla.lines()).hasSize(before);
        refusesFrames(reply);
    }

    @ParameterizedTest
    @MethodSource("forgedPosts")
    void aForgedSignInChangesNobody(Case forged) {
        RawHttp request = forged.change().apply(post("/api/session", "{\"person\":\"sue\"}"));
        if (request.path().contains("?")) {
            request = request.to(request.path().replace("/api/chat", "/api/session"));
        }

        RawHttp.Reply reply = send(request);

        assertThat(reply.status()).as(reply.body()).isEqualTo(forged.status());
        assertThat(reply.headers()).doesNotContainKey("set-cookie");
        assertThat(carla.get("/api/session").body()).contains("\"person\":{\"key\":\"carla\"");
    }

    @Test
    void theSameUnchangedIsTaken() {
        int before = carla.lines().size();
        RawHttp.Reply reply = send(message());
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        carla.await(view -> !view.busy() && view.lines().size() > before + 1);
    }

    @Test
    void everyNameOfTheOwnMachineIsOurs() {
        int port = portal.address().getPort();
        for (String name : List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port)) {
            assertThat(send(get("/api/session").with("Host", name)).status()).isEqualTo(200);
        }
    }

    static Stream<String> foreignNames() {
        return foreignHosts().stream();
    }

    /** DNS rebinding: the browser believes that it talks to another site. */
    @ParameterizedTest
    @MethodSource("foreignNames")
    void aNameThatIsNotOursReadsNothing(String host) {
        for (String path : List.of("/", "/portal.js", "/api/session", "/api/chat?after=0", "/api/review/pending")) {
            RawHttp.Reply reply = send(get(path).with("Host", host));
            assertThat(reply.status()).isEqualTo(421);
            assertThat(reply.body()).doesNotContain("token\"");
        }
    }

    @ParameterizedTest
    @MethodSource("readings")
    void whatIsReadIsForThisSiteAloneAndInNoFrame(String path) {
        assertThat(send(get(path).and("Sec-Fetch-Site", "cross-site")).status())
                .isEqualTo(path.startsWith("/api/") ? 403 : 200);
        assertThat(send(get(path).and("Sec-Fetch-Site", "same-site")).status())
                .isEqualTo(path.startsWith("/api/") ? 403 : 200);
        RawHttp.Reply reply = send(get(path).and("Origin", ELSEWHERE));
        refusesFrames(reply);
        assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
    }

    static Stream<String> readings() {
        return Stream.of(
                "/", "/index.html", "/portal.js", "/portal.css", "/favicon.svg", "/api/session", "/api/chat?after=0");
    }

    private static void refusesFrames(RawHttp.Reply reply) {
        assertThat(reply.header("content-security-policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'")
                .doesNotContain("unsafe", "*", "data:");
        assertThat(reply.header("x-frame-options")).isEqualTo("DENY");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(reply.header("content-type"))
                .matches("(text/(html|css|javascript)|application/json|image/svg\\+xml); charset=utf-8");
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOfOtherSites() {
        RawHttp.Reply reply = send(get("/api/session").without("Cookie"));
        assertThat(reply.header("set-cookie"))
                .matches("portal_" + portal.address().getPort()
                        + "=[A-Za-z0-9_-]{32}; Path=/; HttpOnly; SameSite=Strict");
    }

    @Test
    void aCookieThatWasPlantedBeforeSignInIsWorthNothingAfterIt() {
        Visitor sue = new Visitor(portal.address());
        String planted = sue.cookie();
        sue.signIn("sue");
        assertThat(sue.cookie()).isNotEqualTo(planted);
        assertThat(send(get("/api/chat?after=0").with("Cookie", planted)).status())
                .isEqualTo(401);
    }

    @Test
    void aGetChangesNothing() {
        int before = carla.lines().size();
        for (String path :
                List.of("/api/chat?id=1&text=hello", "/api/session?person=sue", "/api/session/end", "/api/chat/new")) {
            send(get(path));
            send(get(path).by("HEAD"));
        }
        assertThat(carla.lines()).hasSize(before);
        assertThat(carla.get("/api/session").body()).contains("\"person\":{\"key\":\"carla\"");
    }
}
