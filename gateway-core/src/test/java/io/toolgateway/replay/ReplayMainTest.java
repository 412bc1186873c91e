package io.toolgateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.json.Json;
import io.toolgateway.policy.Policy;
import io.toolgateway.policy.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("O6")
class ReplayMainTest {

    /** Allows everything, as nobody should. */
    public static final class Loose implements Supplier<Policy> {
        @Override
        public Policy get() {
            return Policy.named("loose", "1").otherwise(Verdict.allow());
        }
    }

    /** Makes none. */
    public static final class NoPolicy implements Supplier<String> {
        @Override
        public String get() {
            return "none";
        }
    }

    private static final String TOOLS = ReplayTest.FILES.resolve("tools.jsonl").toString();
    private static final String CALLS = ReplayTest.FILES.resolve("calls.jsonl").toString();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return ReplayMain.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void aRunWithoutBrokenP0EndsWithZeroAndPrintsTheTable(@TempDir Path dir) throws IOException {
        Path json = dir.resolve("report.json");

        int status =
                run("--tools", TOOLS, "--calls", CALLS, "--caller-roles", "customer,other", "--json", json.toString());

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith("Tool Name | Calls | Allowed | Parked | Denied | Invalid | P50 | P95 | P99")
                .anyMatch(line -> line.startsWith("refund | 3 | 0 | 2 | 1 | 0 | "))
                .anyMatch(line -> line.startsWith("(all) | 10 | 2 | 3 | 2 | 3 | "))
                .anyMatch(line -> line.startsWith(
                        "Tool success rate 50.0% (recorded), invalid arguments 30.0%, unauthorized attempts 1,"));
        assertThat(Json.parseObject(Files.readString(json).strip())).containsEntry("p0", 6L);
    }

    @Test
    void aBrokenP0EndsWithOne() {
        int status = run(
                "--tools", TOOLS, "--calls", CALLS, "--caller-roles", "customer", "--policy", Loose.class.getName());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("calls.jsonl:5: P0 refund (c5): expected parked, got allowed");
    }

    @Test
    void aBadRowEndsWithTwo() {
        int status = run(
                "--tools",
                TOOLS,
                "--calls",
                ReplayTest.FILES.resolve("bad-calls.jsonl").toString());

        assertThat(status).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("bad-calls.jsonl:3: 'tool' is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--tools T",
                "--calls C",
                "--tools T --calls",
                "--tools T --calls C --tools T",
                "--verbose yes",
                "--tools T --calls C --policy no.such.Policy",
                "--tools T --calls C --policy java.lang.String",
                "--tools T --calls C --policy java.util.function.Supplier",
                "--tools T --calls C --policy io.toolgateway.replay.ReplayMainTest$NoPolicy",
                "--tools T --calls no-such-file",
                "--tools no-such-file --calls C",
                "--tools C --calls C",
                "--tools T --calls C --caller-roles ,",
                "--tools T --calls C --json no/such/directory/file",
            })
    void whatCannotBeUsedEndsWithTwoAndAMessage(String args) {
        int status = run(
                args.isEmpty()
                        ? new String[0]
                        : args.replace(" T", " " + TOOLS)
                                .replace(" C", " " + CALLS)
                                .split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank().doesNotContain("\tat ");
    }
}
