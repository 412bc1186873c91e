package io.toolgateway.examples.benchmarks.postgres;

import static io.toolgateway.examples.benchmarks.postgres.Report.micros;

import io.toolgateway.caller.Audience;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.TenantId;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.store.Inbox;
import io.toolgateway.web.ApiRequest;
import io.toolgateway.web.ApiResponse;
import io.toolgateway.web.ReviewApi;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people look at while 10,000 proposals of 50 tenants wait: the banner's count, a page, its cards, and what is unread. */
final class Pending implements AutoCloseable {

    private static final int WAITING = 10_000;
    private static final int PAGE = 50;
    private static final int ENTRIES = 10_000;
    private static final int SHORT = 4;

    private final Shown shown;
    private final Meter meter;
    private final Bench alone;
    private final Bench both;
    private final PostgresProposalStore store;
    private final Subject onBoth;
    private final Subject onPostgres;
    private final ReviewApi api;
    private final Caller inTheWay;

    Pending(Bench bench) throws SQLException {
        this.shown = new Shown();
        this.meter = new Meter(Cpu.of(bench.database()).with(shown.pid()));
        this.alone = bench.measuredBy(meter);
        this.both = bench.another(meter);
        this.store = shown.store(both.pool());
        this.onBoth = Subject.on(store);
        this.onPostgres = Subject.on(Subject.store(alone.pool()));
        this.api = ReviewApi.of(onBoth.gateway());
        this.inTheWay = Caller.of(bench.people().tenants().get(0), new UUID(0x7300, 0).toString())
                .withRoles("auditor");
    }

    void run() throws Exception {
        for (Subject subject : List.of(onBoth, onPostgres)) {
            // One of each tenant is parked as a template.
            new Stock(subject, both.people()).parked(WAITING - People.TENANTS);
        }
        notify(onBoth.store().inbox());
        for (Bench bench : List.of(alone, both)) {
            try (Connection connection = bench.database().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE tool_gateway.tool_call_inbox SET put_at = put_at - interval '1 hour'");
                statement.execute("VACUUM ANALYZE");
            }
        }
        for (String tenant : both.people().tenants()) {
            Caller reviewer = both.people().reviewer(tenant);
            requireAll(onBoth.gateway().approvals().countPending(reviewer));
            requireAll(onPostgres.gateway().approvals().countPending(reviewer));
        }
        warmUp();
        counted();
        listed();
        unread();
    }

    /** What the run's own warm-up does not know: cards, JSON and the way to Redis. */
    private void warmUp() throws Exception {
        long end = System.nanoTime() + both.form().warmSeconds() * 1_000_000_000L;
        while (System.nanoTime() < end) {
            meter.callers(2, both.form().sliceMillis(), caller -> {
                shown.jedis().ping();
                return ask("pending", Map.of("limit", "" + PAGE)).status();
            });
            meter.callers(2, both.form().sliceMillis(), caller -> {
                shown.jedis().ping();
                return ask("changes", Map.of()).status();
            });
            meter.callers(2, both.form().sliceMillis(), caller -> RawPages.of(both).read(tenant(), PAGE));
        }
    }

    private static void requireAll(long count) {
        if (count != WAITING / People.TENANTS) {
            throw new IllegalStateException("of the proposals of a tenant " + count + " are found");
        }
    }

    /** Of one tenant 10,000, for a role that its reviewer has not but every hundredth; of each other tenant a hundred. */
    private void notify(Inbox inbox) {
        for (int i = 0; i < ENTRIES; i++) {
            put(inbox, inTheWay.tenant(), i % 100 == 0 ? "supervisor" : "auditor");
        }
        for (String tenant : both.people().tenants()) {
            for (int i = 0; i < 100; i++) {
                put(inbox, TenantId.of(tenant), "auditor");
            }
        }
    }

    private static void put(Inbox inbox, TenantId tenant, String role) {
        inbox.put(new Inbox.Entry(UUID.randomUUID(), tenant, Audience.ofRoles(role), "{}"));
    }

    private void counted() throws Exception {
        Variant ping = variant("PING", () -> shown.jedis().ping());
        Variant count = variant("countPending(), on both", () -> onBoth.gateway().approvals().countPending(reviewer()));
        Variant plain = variant(
                "countPending(), Postgres alone",
                () -> onPostgres.gateway().approvals().countPending(reviewer()));
        Variant banner = variant("GET changes, on both", () -> ask("changes", Map.of()));
        Variant may = variant(
                "count(reviewer, 100), on both",
                () -> onBoth.gateway().approvals().count(reviewer(), 100));
        // Of what takes microseconds more rounds, as others on the machine take milliseconds.
        Variant.rounds(SHORT * both.form().rounds(), List.of(ping, count, plain, banner, may));
        atMost("countPending() beside PING, 10,000 wait", count, ping, 1.5);
        beside("countPending() without Redis beside PING", plain, ping);
    }

    private void listed() throws Exception {
        RawPages raw = RawPages.of(both);
        RawPages rawAlone = RawPages.of(alone);
        Variant rows = variant("raw SELECT of 50 rows", () -> raw.read(tenant(), PAGE));
        Variant page = variant(
                "pending(reviewer, 50, null), on both",
                () -> onBoth.gateway().approvals().pending(reviewer(), PAGE, null));
        Variant rowsAlone = variant("raw SELECT of 50 rows, Postgres alone", () -> rawAlone.read(tenant(), PAGE));
        Variant pageAlone = variant(
                "pending(reviewer, 50, null), Postgres alone",
                () -> onPostgres.gateway().approvals().pending(reviewer(), PAGE, null));
        Variant cards = variant(
                "50 cards, on both", () -> onBoth.gateway().reviews().pending(reviewer(), PAGE, null));
        Variant json = variant("GET pending, 50 cards as JSON, on both", () -> ask("pending", Map.of("limit", "" + PAGE)));
        Variant all = variant(
                "pending(reviewer), all 200, on both", () -> onBoth.gateway().approvals().pending(reviewer()));
        Variant.rounds(both.form().rounds(), List.of(rows, page, rowsAlone, pageAlone, cards, json, all));
        atMost("first page of 50 beside its raw SELECT", page, rows, 3);
        atMost("the same without Redis", pageAlone, rowsAlone, 3);
        beside("50 cards beside the raw SELECT", cards, rows);
        beside("50 cards as JSON beside the raw SELECT", json, rows);
    }

    private void unread() throws Exception {
        Caller reader = both.people().reviewer(inTheWay.tenant().value());
        Variant mine = variant(
                "unread of 100, among 10,000 entries", () -> onBoth.store().inbox().unread(reader));
        Variant all = variant(
                "unread of 9,900, among 10,000 entries", () -> onBoth.store().inbox().unread(inTheWay));
        Caller diligent = Caller.of(inTheWay.tenant().value(), new UUID(0x7300, 1).toString())
                .withRoles("auditor");
        onBoth.store().inbox().markAllRead(diligent);
        Variant none = variant(
                "unread of 9,900 that were marked read", () -> onBoth.store().inbox().unread(diligent));
        Variant list = variant(
                "newest 50 of 100, among 10,000 entries",
                () -> onBoth.store().inbox().list(reader, Inbox.NEWEST, PAGE));
        Variant.rounds(both.form().rounds(), List.of(mine, all, none, list));
    }

    private ApiResponse ask(String path, Map<String, String> parameters) {
        ApiResponse response = api.handle(new ApiRequest("GET", path, parameters, ""), reviewer());
        if (response.status() != 200) {
            throw new IllegalStateException("answered " + response);
        }
        return response;
    }

    private String tenant() {
        return both.people().anyAgent().tenant().value();
    }

    private Caller reviewer() {
        return both.people().reviewer(tenant());
    }

    @FunctionalInterface
    private interface Look {
        Object at() throws Exception;
    }

    private Variant variant(String name, Look look) {
        return new Variant(name, () -> meter.callers(1, both.form().sliceMillis(), caller -> {
            look.at();
            return 1;
        }));
    }

    private void atMost(String what, Variant ours, Variant baseline, double must) {
        both.report()
                .atMost("A7", what, p50(ours), p50(baseline), ours.ratioTo(baseline, one -> one.quantile(0.5)), must, must);
    }

    private void beside(String what, Variant ours, Variant baseline) {
        both.report().beside("A7", what, p50(ours), p50(baseline), ours.ratioTo(baseline, one -> one.quantile(0.5)));
    }

    private static String p50(Variant variant) {
        return micros(variant.median(one -> one.quantile(0.5)));
    }

    @Override
    public void close() {
        onBoth.close();
        onPostgres.close();
        store.close();
        meter.close();
        both.pool().close();
        both.server().drop(both.database());
        shown.close();
    }
}
