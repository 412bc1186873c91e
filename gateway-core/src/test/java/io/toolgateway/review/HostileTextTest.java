package io.toolgateway.review;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.json.Json;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.policy.Policy;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.tool.Preview;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolCall;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five hundred hostile strings as argument, name of an argument, summary, the user's words, preview and result: on a page, in a log,
 * in Slack, in mail and in a spreadsheet each is text and nothing else. What interprets is asked: a parser of HTML, a model of
 * Slack's documented rules, a reader of CSV. Each of them is shown to fall for the strings as they are.
 */
@Tag("A7")
class HostileTextTest {

    private static final Caller ANN = Caller.of("acme", "ann").withRoles("agent");
    private static final Caller SUE = Caller.of("acme", "sue").withRoles("supervisor");

    private static final List<String> STRINGS = HostileStrings.fiveHundred();
    private static final List<ReviewCard> CARDS = new ArrayList<>();

    @BeforeAll
    static void propose() {
        Tool note = Tool.named("write_note")
                .describedAs("Writes a note.")
                .arguments("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}")
                .callableBy("agent")
                .previewedBy(call -> Preview.of(call.text("text"), call.text("text"), call.text("text")))
                .handledBy(call ->
                        ToolResult.success().withId(start(call.text("text"))).withMessage(call.text("text")));
        try (Gateway gateway = Gateway.builder()
                .tools(ToolRegistry.of(note))
                .policy(Policy.named("notes", "1").otherwise(requireApproval(byRole("supervisor"))))
                .withoutLogging()
                .build()) {
            for (int i = 0; i < STRINGS.size(); i++) {
                CARDS.add(waiting(gateway, STRINGS.get(i), i));
                CARDS.add(executed(gateway, CARDS.get(CARDS.size() - 1)));
            }
        }
    }

    @AfterAll
    static void forget() {
        CARDS.clear();
    }

    private static String start(String text) {
        return text.substring(0, Math.min(100, text.length()));
    }

    private static ReviewCard waiting(Gateway gateway, String hostile, int number) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("text", hostile);
        arguments.put(hostile, "a value");
        String conversation = start(hostile).isBlank() ? "c" : start(hostile);
        Request request =
                Request.of("req_" + number).inConversation(conversation).saying(hostile);
        Outcome outcome = gateway.propose(
                ToolCall.of("call_" + number, "write_note", Json.write(arguments))
                        .withSummary(hostile),
                ANN,
                request);
        ProposalId id = Objects.requireNonNull(outcome.proposalId(), () -> number + " " + outcome.messageForModel());
        return gateway.reviews().find(id, SUE).orElseThrow();
    }

    private static ReviewCard executed(Gateway gateway, ReviewCard card) {
        assertThat(gateway.approvals().approve(card.id(), card.hash(), SUE)).isInstanceOf(ReviewResult.Accepted.class);
        gateway.executor().runOnce();
        ReviewCard after = gateway.reviews().find(card.id(), SUE).orElseThrow();
        assertThat(after.steps().get(0).outcome()).isNotNull();
        return after;
    }

    /** Every text of a card. */
    private static List<String> texts(ReviewCard card) {
        List<String> texts = new ArrayList<>();
        collect(Json.parse(card.toJson()), texts);
        return texts;
    }

    private static void collect(@Nullable Object value, List<String> texts) {
        if (value instanceof Map<?, ?> members) {
            members.values().forEach(member -> collect(member, texts));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> collect(item, texts));
        } else if (value instanceof String text) {
            texts.add(text);
        }
    }

    @Test
    void thereAreFiveHundredAndEachIsShown() {
        assertThat(STRINGS).hasSize(500).doesNotHaveDuplicates();
        assertThat(CARDS).hasSize(1_000);
        for (int i = 0; i < STRINGS.size(); i++) {
            ReviewCard card = CARDS.get(2 * i);
            ReviewStep step = card.steps().get(0);
            String shown = Visible.of(STRINGS.get(i)).text();
            assertThat(step.arguments()).hasSize(2);
            assertThat(step.arguments().get(0).value().text()).isEqualTo(shown);
            assertThat(step.arguments().get(1).name().text()).isEqualTo(shown);
            assertThat(Objects.requireNonNull(step.summary()).text().length()).isPositive();
            assertThat(Objects.requireNonNull(step.preview())
                            .rows()
                            .get(0)
                            .after()
                            .text())
                    .isEqualTo(shown);
        }
    }

    @Test
    void inTheDataOfACardNothingIsHidden() {
        for (ReviewCard card : CARDS) {
            for (String text : texts(card)) {
                assertThat(text.codePoints().filter(Hidden::is).count())
                        .as(text)
                        .isZero();
            }
        }
    }

    @Test
    void noPageInterpretsOne() {
        String benign = page("text");
        long fallen = STRINGS.stream()
                .filter(text -> !shape(benign.replace("text", text)).equals(shape(benign)))
                .count();
        assertThat(fallen).as("the parser falls for them as they are").isGreaterThan(100);

        for (String text : STRINGS) {
            Document page = Jsoup.parse(page(Encode.forHtml(text)));
            assertThat(shape(page)).as(text).isEqualTo(shape(benign));
            assertThat(Objects.requireNonNull(page.getElementById("value")).wholeText())
                    .isEqualTo(Visible.again(text, Visible.Lines.KEPT));
        }
        String expected = shape(benign);
        Set<String> texts = new HashSet<>();
        CARDS.forEach(card -> texts.addAll(texts(card)));
        for (String text : texts) {
            assertThat(shape(page(Encode.forHtml(text)))).as(text).isEqualTo(expected);
        }
    }

    private static String page(String text) {
        return "<html><head><title>" + text + "</title></head><body><h1 title=\"" + text + "\">Review</h1><p id=value>"
                + text + "</p><button name='" + text + "'>" + text + "</button></body></html>";
    }

    /** Which elements there are, one in the other, with the names of their attributes. */
    private static String shape(String html) {
        return shape(Jsoup.parse(html));
    }

    private static String shape(Document page) {
        StringBuilder shape = new StringBuilder();
        for (Element element : page.getAllElements()) {
            shape.append(element.parents().size()).append(element.tagName());
            element.attributes().forEach(attribute -> shape.append(' ').append(attribute.getKey()));
            shape.append('\n');
        }
        return shape + " " + page.select("body").first().childNodeSize();
    }

    @Test
    void inALogEachIsOneLineAndNothingIsLookedUp() {
        Pattern lineEnd = Pattern.compile("\\R|\\p{Cntrl}|[\\u0080-\\u009f\\u2028\\u2029]");
        Pattern lookUp = Pattern.compile("[$%]\\{");
        assertThat(STRINGS.stream().filter(text -> lineEnd.matcher(text).find()).count())
                .isGreaterThan(50);
        assertThat(STRINGS.stream().filter(text -> lookUp.matcher(text).find()).count())
                .isGreaterThan(10);

        STRINGS.forEach(text ->
                assertThat(Encode.forLog(text)).doesNotContainPattern(lineEnd).doesNotContainPattern(lookUp));
        CARDS.forEach(card -> assertThat(Encode.forLog(card.toJson()))
                .doesNotContainPattern(lineEnd)
                .doesNotContainPattern(lookUp));
    }

    @Test
    void slackTakesNoneForMoreThanCode() {
        assertThat(STRINGS.stream()
                        .filter(text -> !new SlackModel(text).taken().isEmpty())
                        .count())
                .as("Slack falls for them as they are")
                .isGreaterThan(150);

        for (String text : STRINGS) {
            SlackModel line = new SlackModel("Order " + Encode.forSlack(text) + " ok");
            assertThat(line.taken()).as(text).isEmpty();
            assertThat(line.shown())
                    .isEqualTo("Order " + Encode.forLine(text).strip().replace("`", "\u27e6U+0060\u27e7") + " ok");
        }
        for (ReviewCard card : CARDS) {
            assertThat(new SlackModel(Encode.forSlackBlock(card.toText())).taken())
                    .isEmpty();
        }
    }

    @Test
    void inMailNoneBeginsALineOrAHeader() {
        Pattern control = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029&&[^\\n]]");
        Pattern begins = Pattern.compile("|write_note: .*|Writes a note\\.|Changes something\\.|What will run:|  .*"
                + "|What it would change:|What became of it, in the tool's words:|What the model says of it \\(.*|Asked by: ann"
                + "|Asked at: .*|Conversation: .*|The user wrote: .*|Parked by: .*|Approved by: sue, .*|Awaited: approval by supervisor"
                + "|Valid until: .*|Proposal: .*");
        for (ReviewCard card : CARDS) {
            String mail = Encode.forPlainText(card.toText());
            assertThat(mail).doesNotContainPattern(control);
            assertThat(mail.lines()).allSatisfy(line -> assertThat(line).matches(begins));
            for (String once :
                    List.of("Asked by: ", "Conversation: ", "The user wrote: ", "What will run:", "Proposal: ")) {
                assertThat(mail.lines().filter(line -> line.startsWith(once)))
                        .as(once)
                        .hasSize(1);
            }
            // Two arguments, a row of the preview or the outcome, the summary and what is to be said of it.
            assertThat(mail.lines().filter(line -> line.startsWith("  ")))
                    .hasSize(4
                            + Objects.requireNonNull(card.steps().get(0).summary())
                                    .warnings()
                                    .size());
        }
        STRINGS.forEach(text ->
                assertThat(Encode.forLine(text)).doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]"));
    }

    @Test
    void noMarkOfTheCardsOwnIsForged() {
        Pattern own = Pattern.compile(
                "\u27e6(?!U\\+[0-9A-F]{4,6}\u27e7|[0-9]+ (blanks|more marks)\u27e7|\\.\\.\\. [0-9]+ characters left out)");
        for (String text : STRINGS) {
            assertThat(Visible.of(text).text()).doesNotContainPattern(own);
        }
    }

    @Test
    void noSpreadsheetFindsAFormula() {
        assertThat(STRINGS.stream().filter(HostileTextTest::isFormula).count()).isGreaterThan(20);
        for (String text : STRINGS) {
            List<String> row = csv("1," + Encode.forCsv(text) + ",3");
            assertThat(row).as(text).hasSize(3);
            assertThat(isFormula(row.get(1))).as(row.get(1)).isFalse();
        }
        assertThat(Encode.forCsv("-12.50")).isEqualTo("\"-12.50\"");
    }

    /** OWASP's list, also after blanks, which spreadsheets may drop. */
    private static boolean isFormula(String cell) {
        String start = cell.strip();
        return !cell.isEmpty() && "\t\r\n".indexOf(cell.charAt(0)) >= 0
                || !start.isEmpty() && "=+-@".indexOf(start.charAt(0)) >= 0;
    }

    /** One record after RFC 4180. */
    private static List<String> csv(String line) {
        List<String> cells = new ArrayList<>();
        Matcher cell = Pattern.compile("\\G(?:^|,)(?:\"((?:[^\"]|\"\")*+)\"|([^\",]*+))", Pattern.DOTALL)
                .matcher(line);
        int end = 0;
        while (end < line.length() && cell.find()) {
            cells.add(cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""));
            end = cell.end();
        }
        assertThat(end).isEqualTo(line.length());
        return cells;
    }
}
