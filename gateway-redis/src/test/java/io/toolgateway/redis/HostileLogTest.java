package io.toolgateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.toolgateway.json.Json;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

/** What readers of the log make of entries that no gateway wrote (PROTOCOL F28, F30). */
@Tag("S2")
class HostileLogTest {

    private static final String STREAM = "pending_tool_calls";
    private static final String DEAD = STREAM + ":dead";
    private static final Duration SHORT = Duration.ofMillis(30);

    private static OwnRedis server;
    private static RedisClient client;

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
        client = RedisClient.create(server.server().uri());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        client.flushAll();
    }

    private static ProposalLog log() {
        return ProposalLog.on(client).group("a").takingOverAfter(SHORT).build();
    }

    private static Map<String, String> first() {
        return client.xrange(STREAM, "-", "+").get(0).getFields();
    }

    private static void add(Map<String, String> fields) {
        client.xadd(STREAM, StreamEntryID.NEW_ENTRY, fields);
    }

    /** One more entry like the first, with one field as given. */
    private static void addWith(String field, String value) {
        Map<String, String> fields = new HashMap<>(first());
        fields.put(field, value);
        add(fields);
    }

    /** A command as its words, with bytes in and out. */
    private static Object sent(Protocol.Command command, Object... words) {
        CommandArguments arguments = new CommandArguments(command);
        for (Object word : words) {
            arguments.add(word);
        }
        return client.executeCommand(new CommandObject<>(arguments, BuilderFactory.RAW_OBJECT));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void forgedGarbledAndRepeatedEntriesNeitherEndTheLoopNorRunAnything(long seed) throws InterruptedException {
        try (Parked parked = new Parked(client);
                ProposalLog log = log()) {
            parked.gateway.executor().start();
            Set<ProposalId> waiting = new HashSet<>();
            waiting.add(parked.propose("{}"));
            ForgedEntries forged = new ForgedEntries(seed, first());
            for (Map<String, String> fields : forged.next(200)) {
                add(fields);
            }
            ProposalId last = parked.propose("{}");
            waiting.add(last);

            ReadLog read = new ReadLog();
            read.until(
                    log,
                    () -> read.entries.stream()
                            .anyMatch(entry -> entry.proposal().equals(last)));

            LogBatch sum = read.sum;
            assertThat(sum.handled() + sum.dead() + sum.left()).isEqualTo(202);
            assertThat(sum.dead()).isGreaterThan(40);
            assertThat(sum.handled()).isGreaterThan(100);
            assertThat(client.xlen(DEAD)).isEqualTo(sum.dead());
            assertThat(client.xpending(STREAM, "a").getTotal()).isEqualTo(sum.left());
            // The workers have looked since: what a person approves now is run, and nothing else was.
            assertThat(parked.runs).hasValue(0);
            assertThat(parked.pending()).containsExactlyInAnyOrderElementsOf(waiting);
            parked.approveAll();
            read.until(
                    log,
                    () -> read.entries.stream()
                                    .filter(entry -> entry.status() == ProposalStatus.EXECUTED
                                            && waiting.contains(entry.proposal())
                                            && entry.version() > 2)
                                    .count()
                            == 2);
            assertThat(parked.runs).hasValue(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status, decided, no status",
        "status, PENDING, no status",
        "proposal_id, 17, no proposal_id",
        "version, 0, no version",
        "version, 9223372036854775808, no version",
        "valid_until, soon, no valid_until",
        "valid_until, 9223372036854775807, no valid_until",
        "created_at, yesterday, no created_at",
        "tenant_id, ' ', no tenant_id",
        "tool_name, '', no tool_name",
        "tool_args, '', no tool_args",
        "triggered_by, '', no triggered_by",
        "v, '', no v",
        "v, x, no v",
        "v, 0, no v",
    })
    void whatCannotBeReadIsPutAside(String field, String value, String reason) {
        try (Parked parked = new Parked(client);
                ProposalLog log = log()) {
            parked.propose("{}");
            addWith(field, value);
            parked.propose("{}");

            assertThat(new ReadLog().all(log).sum).isEqualTo(new LogBatch(2, 0, 1, 0));
            assertThat(client.xrange(DEAD, "-", "+"))
                    .singleElement()
                    .satisfies(dead -> assertThat(dead.getFields())
                            .containsEntry("reason", reason)
                            .containsEntry("group", "a")
                            .containsEntry(field, value));
        }
    }

    @Test
    void whatIsMissingIsPutAside() {
        try (Parked parked = new Parked(client);
                ProposalLog log = log()) {
            parked.propose("{}");
            for (String field : first().keySet()) {
                Map<String, String> fields = new HashMap<>(first());
                fields.remove(field);
                add(fields);
            }

            assertThat(new ReadLog().all(log).sum).isEqualTo(new LogBatch(1, 0, 12, 0));
            assertThat(client.xrange(DEAD, "-", "+").stream()
                            .map(dead -> dead.getFields().get("reason")))
                    .containsExactlyInAnyOrderElementsOf(first().keySet().stream()
                            .map(field -> "no " + field)
                            .toList());
        }
    }

    @Test
    void whatIsPutAsideIsCopiedByteForByte() {
        try (ProposalLog log = log()) {
            byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, '\n'};
            sent(Protocol.Command.XADD, STREAM, "*", bytes, bytes);
            Map<String, String> many = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                many.put("field " + i, "value");
            }
            add(many);

            assertThat(log.read(entry -> {})).isEqualTo(new LogBatch(0, 0, 2, 0));
            List<?> dead = (List<?>) sent(Protocol.Command.XRANGE, DEAD, "-", "+");
            List<?> fields = (List<?>) ((List<?>) dead.get(0)).get(1);
            assertThat((byte[]) fields.get(6)).isEqualTo(bytes);
            assertThat((byte[]) fields.get(7)).isEqualTo(bytes);
            String copy = client.xrange(DEAD, "-", "+").get(1).getFields().get("fields");
            assertThat(copy).contains("field 0", "field 19999");
        }
    }

    @Test
    void anIdThatNoServerGivesIsNoReasonToEnd() {
        try (ProposalLog log = log()) {
            sent(Protocol.Command.XADD, STREAM, "18446744073709551614-18446744073709551615", "v", "1");
            sent(Protocol.Command.XADD, STREAM, "18446744073709551615-1", "v", "2");

            assertThat(new ReadLog().all(log).sum).isEqualTo(new LogBatch(0, 0, 1, 1));
            assertThat(client.xlen(DEAD)).isOne();
        }
    }

    @Test
    void whatANewerHostWroteWaitsForAReaderThatKnowsIt() throws InterruptedException {
        try (Parked parked = new Parked(client);
                ProposalLog log = log()) {
            parked.propose("{}");
            addWith("v", "2");
            ProposalId behind = parked.propose("{}");
            ReadLog read = new ReadLog();
            read.until(log, () -> read.sum.left() == 9);

            assertThat(read.sum).isEqualTo(new LogBatch(2, 0, 0, 9));
            assertThat(read.entries.get(1).proposal()).isEqualTo(behind);
            assertThat(client.xpending(STREAM, "a").getTotal()).isOne();
            // However often it was left: for a newer reader it is as good as new.
            String consumer = client.xpending(STREAM, "a")
                    .getConsumerMessageCount()
                    .keySet()
                    .iterator()
                    .next();
            List<?> held = (List<?>) sent(Protocol.Command.XPENDING, STREAM, "a", "-", "+", "1", consumer);
            assertThat(((List<?>) held.get(0)).get(3)).isEqualTo(1L);
        }
    }

    @Test
    void longAndHostileTextsComeThroughAsTheyAre() {
        String text = "x".repeat(200_000) + "\u202e${jndi:ldap://127.0.0.1/x}\n\u0001\ud83d\ude00";
        try (Parked parked = new Parked(client);
                ProposalLog log = log()) {
            parked.propose(Json.write(Map.of("text", text)));

            ReadLog read = new ReadLog().all(log);
            assertThat(read.entries).singleElement().satisfies(entry -> {
                assertThat(Json.parseObject(entry.arguments()).get("text")).isEqualTo(text);
                assertThat(entry.toString()).hasSizeLessThan(120).doesNotContain("xxx");
            });
        }
    }

    @Test
    void theLogOfTheHostNamesEntriesAndShowsNothingOfThem() throws InterruptedException {
        Logger logger = (Logger) LoggerFactory.getLogger(ProposalLog.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        try (Parked parked = new Parked(client);
                ProposalLog log = log()) {
            parked.propose("{\"text\": \"canary\"}");
            addWith("status", "canary");
            addWith("v", "2");
            ReadLog read = new ReadLog();
            read.until(log, () -> read.sum.dead() == 2, entry -> {
                throw new IllegalStateException("canary " + entry.arguments());
            });

            List<String> told = new ArrayList<>();
            lines.list.forEach(line -> told.add(line.getFormattedMessage()));
            assertThat(told).hasSizeGreaterThan(6).noneMatch(line -> line.contains("canary"));
            assertThat(told)
                    .anyMatch(line -> line.matches("the entry [0-9]+-[0-9]+ of pending_tool_calls was put aside in"
                            + " pending_tool_calls:dead: no status"));
            assertThat(lines.list).noneMatch(line -> line.getThrowableProxy() != null);
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
    }
}
