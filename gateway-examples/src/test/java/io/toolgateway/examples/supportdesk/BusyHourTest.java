package io.toolgateway.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The support desk on Postgres and Redis, and several processes that work. */
@Tag("S1")
@Tag("C")
class BusyHourTest {

    private static final Pattern PAID = Pattern.compile("(?m)^(worker-[12]|\\(all\\)) +\\| (\\d+)$");
    private static final String REDIS = TestServers.redis().uri().toString();

    private static Map<String, Integer> paid(String printed) {
        return PAID.matcher(printed)
                .results()
                .collect(Collectors.toMap((MatchResult row) -> row.group(1), row -> Integer.valueOf(row.group(2))));
    }

    @Test
    void theStoriesAreToldOnBothAndThenTwoProcessesShareTheWork() {
        Ended told = Ended.program("--store=" + OnPostgres.freshAddress(), "--view=" + REDIS);

        assertThat(told.err()).isEmpty();
        assertThat(told.code()).isZero();
        assertThat(told.out().lines()).contains("30. " + Stories.ALL.get(29).title(), BusyHour.TITLE);
        assertThat(told.out())
                .contains("40 wait for approval (one round trip", "banner                         0 wait");
        Map<String, Integer> paid = paid(told.out());
        assertThat(paid).containsOnlyKeys("worker-1", "worker-2", "(all)").containsEntry("(all)", 40);
        assertThat(paid.get("worker-1")).isBetween(1, 39).isEqualTo(40 - paid.get("worker-2"));
        assertThat(told.out().lines())
                .contains("Paid twice: 0", "Log on Redis: 120 entries (pending 40, approved 40, executed 40)");
    }

    @Test
    void whatAKilledProcessHadInHandIsUnknownAndIsDoneOnceWhenItIsAskedForAgain() throws Exception {
        String address = OnPostgres.freshAddress();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PostgresRecord record = new PostgresRecord(address);
                RedisView view = new RedisView(REDIS)) {
            view.drop();
            new BusyHour(record, view, workers -> workers.get(1).kill())
                    .tell(new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(paid(printed)).containsExactlyInAnyOrderEntriesOf(Map.of("worker-1", 40, "(all)", 40));
        assertThat(printed.lines()).contains("Paid twice: 0").anyMatch(line -> line.contains("executed 40"));
        int inHand = count(address, "events WHERE type = 'claimed' AND actor LIKE '%worker-2'");
        assertThat(inHand).isPositive();
        assertThat(count(address, "proposals WHERE reason_code = 'outcome_unknown'"))
                .isEqualTo(inHand);
        assertThat(printed).contains("asks for " + inHand + " refunds", "whose outcome is unknown");
    }

    @Test
    void aRedisThatIsNotThereIsToldInALine() {
        Ended absent = Ended.program("--store=" + OnPostgres.freshAddress(), "--view=redis://:secret@127.0.0.1:1");

        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err().lines())
                .singleElement()
                .asString()
                .startsWith("The Redis of the option view cannot be used: ")
                .doesNotContain("secret");
    }

    private static int count(String address, String which) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM support_desk.tool_call_" + which)) {
            row.next();
            return row.getInt(1);
        }
    }
}
