package io.toolgateway.examples.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host plugs in: a directory of people, and an API for reviewers. */
@Tag("A7")
class PortalSeamsTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");

    private final AtomicReference<Optional<Caller>> annNow = new AtomicReference<>(Optional.of(ANN));
    private final List<ReviewEndpoint.Request> asked = new CopyOnWriteArrayList<>();
    private final List<Caller> by = new CopyOnWriteArrayList<>();
    private final AtomicReference<ReviewEndpoint.Reply> reply =
            new AtomicReference<>(new ReviewEndpoint.Reply(200, "{\"count\":3}"));

    private final Gateway gateway = Gateway.builder()
            .tools(ToolRegistry.of(Tool.named("noop")
                    .describedAs("Does nothing.")
                    .arguments("{\"type\":\"object\",\"additionalProperties\":false}")
                    .callableBy("agent")
                    .handledBy(call -> ToolResult.success())))
            .policy(Policy.named("all", "1").otherwise(Verdict.allow()))
            .withoutLogging()
            .build();
    private PortalServer portal;
    private Visitor ann;

    @BeforeEach
    void openPortal() throws IOException {
        Person person = new Person("ann", ANN, "Ann", "Agent", "Acme", "Plays.", List.of());
        portal = PortalServer.of(gateway, "Acme", List.of(person), this::find)
                .reviewedBy((request, caller) -> {
                    asked.add(request);
                    by.add(caller);
                    return reply.get();
                })
                .start();
        ann = Visitor.playing(portal.address(), "ann");
    }

    private Optional<Caller> find(TenantId tenant, String userId) {
        return annNow.get();
    }

    @AfterEach
    void closePortal() {
        portal.close();
        gateway.close();
    }

    @Test
    void whatIsAskedUnderReviewIsHandedOnWithWhoeverHasSignedIn() {
        HttpResponse<String> read = ann.get("/api/review/history?q=a%20b&page=2");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("{\"count\":3}");
        assertThat(read.headers().firstValue("Cache-Control")).contains("no-store");

        reply.set(new ReviewEndpoint.Reply(204, ""));
        assertThat(ann.post("/api/review/items/7/approve", Map.of("hash", "abc"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(asked)
                .containsExactly(
                        new ReviewEndpoint.Request("GET", "history", Map.of("q", "a b", "page", "2"), ""),
                        new ReviewEndpoint.Request("POST", "items/7/approve", Map.of(), "{\"hash\":\"abc\"}"));
        assertThat(by).containsOnly(ANN.at("127.0.0.1"));
    }

    @Test
    @Tag("P6")
    void aRoleThatIsTakenAwayIsGoneWithTheNextRequest() {
        annNow.set(Optional.of(ANN.withRoles()));
        ann.get("/api/review/pending");
        assertThat(by).containsExactly(ANN.withRoles().at("127.0.0.1"));

        annNow.set(Optional.empty());
        assertThat(ann.get("/api/review/pending").statusCode()).isEqualTo(401);
        assertThat(ann.trySaying("1", "hello").statusCode()).isEqualTo(401);
        assertThat(by).hasSize(1);
    }

    @Test
    void aFaultIsToldAsOneWithoutWhatItSays() {
        PortalServer broken = start((request, caller) -> {
            throw request.path().equals("store")
                    ? new StoreException("host db-7 is down", null)
                    : new IllegalStateException("secret");
        });
        try (broken) {
            Visitor visitor = Visitor.playing(broken.address(), "ann");
            assertThat(visitor.get("/api/review/store").statusCode()).isEqualTo(503);
            assertThat(visitor.get("/api/review/store").body()).doesNotContain("db-7");
            assertThat(visitor.get("/api/review/x").statusCode()).isEqualTo(500);
            assertThat(visitor.get("/api/review/x").body()).doesNotContain("secret");
        }
    }

    @Test
    void whereNothingIsMountedThereIsNothing() {
        try (PortalServer bare = start(ReviewEndpoint.NONE)) {
            assertThat(Visitor.playing(bare.address(), "ann")
                            .get("/api/review/pending")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    /** A browser that has both of them open sends each the cookies of both. */
    @Test
    void twoPortalsOfOneHostDoNotTakeEachOthersSessions() {
        try (PortalServer other = start(ReviewEndpoint.NONE)) {
            Visitor elsewhere = Visitor.playing(other.address(), "ann");
            RawHttp request = new RawHttp(
                    "GET",
                    "/api/chat?after=0",
                    List.of(
                            "Host: " + other.address().getAuthority(),
                            "Cookie: " + ann.cookie() + "; " + elsewhere.cookie()),
                    "");
            assertThat(request.send(other.address().getPort()).status()).isEqualTo(200);
            assertThat(request.with("Cookie", ann.cookie())
                            .send(other.address().getPort())
                            .status())
                    .isEqualTo(401);
        }
    }

    private PortalServer start(ReviewEndpoint endpoint) {
        Person person = new Person("ann", ANN, "Ann", "Agent", "Acme", "Plays.", List.of());
        try {
            return PortalServer.of(gateway, "Acme", List.of(person), this::find)
                    .reviewedBy(endpoint)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
