package io.toolgateway.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.replay.RecordedTools;
import io.toolgateway.replay.ReplayMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java block of the README is a region of a test of this package, and every region is shown. */
class ReadmeTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("gateway.checkout", ".."));
    private static final Path SOURCES = Path.of("src/test/java/io/toolgateway/examples/readme");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern JSON = Pattern.compile("(?ms)^```json\\n(.*?)\\n```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\./mvnw .*$");
    private static final Pattern PROFILE = Pattern.compile("-P([a-z-]+)");
    private static final Pattern METHOD_END = Pattern.compile("^ {4}}$");

    private final String readme = read(CHECKOUT.resolve("README.md"));

    @Test
    void everyJavaBlockIsARegionOfATest() {
        Map<String, String> regions = regions();
        List<String> blocks = JAVA.matcher(readme)
                .results()
                .map(block -> stripped(block.group(1)))
                .toList();

        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            assertThat(regions)
                    .as(
                            "the block that begins with '%s' is no region",
                            block.lines().findFirst().orElse(""))
                    .containsValue(block);
        }
        assertThat(blocks).as("every region is shown").containsAll(regions.values());
    }

    @Test
    void everyCommandNamesAProfileThatThePomHas() {
        List<String> commands =
                COMMAND.matcher(readme).results().map(match -> match.group()).toList();
        String pom = read(CHECKOUT.resolve("pom.xml")) + read(CHECKOUT.resolve("gateway-examples/pom.xml"));

        assertThat(commands).contains("./mvnw -q -Psupport-desk", "./mvnw verify");
        assertThat(CHECKOUT.resolve("mvnw")).isExecutable();
        for (String command : commands) {
            Matcher profile = PROFILE.matcher(command);
            while (profile.find()) {
                assertThat(pom).as(command).contains("<id>" + profile.group(1) + "</id>");
            }
        }
    }

    @Test
    void theRowOfTheReplayIsInTheRecordingThatItRuns() {
        Path recordings = CHECKOUT.resolve("gateway-examples/src/test/resources/replay");
        List<String> rows =
                JSON.matcher(readme).results().map(block -> block.group(1)).toList();

        assertThat(rows)
                .hasSize(1)
                .isSubsetOf(read(recordings.resolve("calls.jsonl")).lines().toList());
        assertThat(RecordedTools.read(recordings.resolve("tools.jsonl")).names())
                .containsExactly("get_order_status", "process_refund");
        assertThat(readme).contains("R=gateway-examples/src/test/resources/replay\n");
        assertThat(readme).contains("-Dexec.mainClass=" + ReplayMain.class.getName() + " ");
    }

    private static Map<String, String> regions() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            Map<String, String> regions = new LinkedHashMap<>();
            files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> !file.endsWith("ReadmeTest.java"))
                    .forEach(file -> regions.putAll(regions(file)));
            return regions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> regions(Path file) {
        Map<String, String> regions = new LinkedHashMap<>();
        List<String> region = new ArrayList<>();
        String name = "";
        boolean inTest = false;
        for (String line : read(file).lines().toList()) {
            String code = line.strip();
            inTest = code.equals("@Test") || inTest && !METHOD_END.matcher(line).matches();
            if (code.startsWith("// region ")) {
                name = code.substring("// region ".length());
                assertThat(inTest).as("region %s is run by a test", name).isTrue();
                region.clear();
            } else if (code.equals("// endregion")) {
                assertThat(regions.put(name, stripped(String.join("\n", region))))
                        .as("one region %s", name)
                        .isNull();
            } else {
                region.add(line);
            }
        }
        return regions;
    }

    /** Without the indentation that all lines have, and without blanks at the ends of lines. */
    private static String stripped(String code) {
        return code.lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
