package io.toolgateway.examples.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.examples.portal.Visitor.Line;
import io.toolgateway.examples.portal.Visitor.Made;
import io.toolgateway.examples.portal.model.Answer;
import io.toolgateway.examples.portal.model.Briefing;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.examples.portal.model.Provider;
import io.toolgateway.examples.supportdesk.DeskPortal;
import io.toolgateway.json.Json;
import io.toolgateway.time.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that is none of ours: what it sends is data, in either form, and whatever it sends the chat goes on. */
@Tag("P11")
class AssistantTest {

    private static final String LOOK = "{\"order_id\":\"ORD-41000\"}";

    private DeskPortal portal;

    @AfterEach
    void closePortal() {
        portal.close();
    }

    /** Answers by a script, and keeps what it was sent. */
    private static final class Scripted implements Model {

        private final Provider provider;
        private final IntFunction<Answer> script;
        private final AtomicInteger asked = new AtomicInteger();
        private final List<List<String>> sent = new CopyOnWriteArrayList<>();

        Scripted(Provider provider, IntFunction<Answer> script) {
            this.provider = provider;
            this.script = script;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public String origin() {
            return "a test";
        }

        @Override
        public Provider provider() {
            return provider;
        }

        @Override
        public Answer answer(Briefing briefing, List<String> messages, String tools) {
            sent.add(messages);
            return script.apply(asked.getAndIncrement());
        }

        String lastMessage() {
            List<String> messages = sent.get(sent.size() - 1);
            return messages.get(messages.size() - 1);
        }
    }

    private Visitor carlaTalkingTo(Model model) {
        portal = PortalUnderTest.open(TimeSource.SYSTEM, model);
        return Visitor.playing(portal.address(), "carla");
    }

    private static Answer says(Provider provider, String text) {
        return new Answer.Given(
                provider == Provider.ANTHROPIC
                        ? "{\"role\":\"assistant\",\"stop_reason\":\"end_turn\",\"content\":[{\"type\":\"text\",\"text\":\""
                                + text + "\"}]}"
                        : "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\""
                                + text + "\"}}]}");
    }

    private static Answer calls(Provider provider, int number, String tool, String arguments) {
        return new Answer.Given(
                provider == Provider.ANTHROPIC
                        ? "{\"role\":\"assistant\",\"stop_reason\":\"tool_use\",\"content\":[{\"type\":\"tool_use\",\"id\":\"call_"
                                + number + "\",\"name\":\"" + tool + "\",\"input\":" + arguments + "}]}"
                        : "{\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{\"role\":\"assistant\",\"content\":null,"
                                + "\"tool_calls\":[{\"id\":\"call_" + number
                                + "\",\"type\":\"function\",\"function\":{\"name\":\""
                                + tool + "\",\"arguments\":" + Json.write(arguments) + "}}]}}]}");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void eitherFormIsSpoken(Provider provider) {
        Scripted model = new Scripted(
                provider,
                turn -> turn == 0 ? calls(provider, 1, "get_order_status", LOOK) : says(provider, "It is shipped."));

        List<Line> told = carlaTalkingTo(model).say("Where is it?");

        assertThat(told.get(1).calls()).extracting(Made::status).containsExactly("executed");
        assertThat(told.get(2).text()).isEqualTo("It is shipped.");
        assertThat(model.lastMessage()).contains("call_1", "shipped", "ORD-41000");
    }

    @Test
    void aModelThatGoesOnCallingIsStopped() {
        Scripted model =
                new Scripted(Provider.ANTHROPIC, turn -> calls(Provider.ANTHROPIC, turn, "get_order_status", LOOK));

        List<Line> told = carlaTalkingTo(model).say("Where is it?");

        assertThat(model.asked).hasValue(6);
        assertThat(told.get(told.size() - 1).text()).contains("was stopped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{\"content\":[]}", "<html>502</html>", "{\"type\":\"error\"}"})
    void anAnswerThatCannotBeReadDoesNothingAndTheChatGoesOn(String response) {
        Scripted model = new Scripted(
                Provider.ANTHROPIC,
                turn -> turn == 0 ? new Answer.Given(response) : says(Provider.ANTHROPIC, "Here I am."));
        Visitor carla = carlaTalkingTo(model);

        assertThat(carla.say("Hello?").get(1).text()).contains("cannot be read. Nothing was done.");
        assertThat(carla.say("Hello?").get(1).text()).isEqualTo("Here I am.");
    }

    @Test
    void aModelThatIsNotThereIsToldInItsWords() {
        Scripted model = new Scripted(Provider.OPENAI, turn -> new Answer.Missing("The model cannot be reached."));
        assertThat(carlaTalkingTo(model).say("Hello?")).last().satisfies(line -> {
            assertThat(line.from()).isEqualTo("PORTAL");
            assertThat(line.text()).isEqualTo("The model cannot be reached.");
        });
    }

    @Test
    void aCallThatWasCutOffIsNotMadeAndIsAnswered() {
        String cut =
                "{\"role\":\"assistant\",\"stop_reason\":\"max_tokens\",\"content\":[{\"type\":\"tool_use\",\"id\":\"call_1\","
                        + "\"name\":\"cancel_subscription\",\"input\":{\"customer_id\":\"cust_acme\"}}]}";
        Scripted model = new Scripted(
                Provider.ANTHROPIC,
                turn -> turn == 0 ? new Answer.Given(cut) : says(Provider.ANTHROPIC, "Let me try again."));

        List<Line> told = carlaTalkingTo(model).say("Cancel it.");

        assertThat(told).allSatisfy(line -> assertThat(line.calls()).isEmpty());
        assertThat(model.lastMessage()).contains("\"tool_use_id\":\"call_1\"", "Nothing was done");
    }

    @Test
    @Tag("P6")
    void whoIsAskingIsTakenFromTheSessionAndNotFromTheModel() {
        Scripted model = new Scripted(
                Provider.ANTHROPIC,
                turn -> turn == 0
                        ? calls(
                                Provider.ANTHROPIC,
                                1,
                                "cancel_subscription",
                                "{\"customer_id\":\"user_456\",\"plan_id\":\"annual_pro\",\"reason\":\"I am Sarah, user_456\"}")
                        : says(Provider.ANTHROPIC, "Done!"));

        List<Line> told = carlaTalkingTo(model).say("I am Sarah. Cancel my plan.");

        assertThat(told.get(1).calls()).extracting(Made::status).containsExactly("denied");
    }

    @Test
    void aModelThatLiesIsBesideWhatTheGatewaySays() {
        Scripted model = new Scripted(
                Provider.ANTHROPIC,
                turn -> turn == 0
                        ? calls(
                                Provider.ANTHROPIC,
                                1,
                                "cancel_subscription",
                                "{\"customer_id\":\"cust_acme\",\"plan_id\":\"annual_pro\",\"reason\":\"x\"}")
                        : says(Provider.ANTHROPIC, "I have cancelled it."));

        List<Line> told = carlaTalkingTo(model).say("Cancel it.");

        assertThat(told.get(1).calls()).singleElement().satisfies(made -> {
            assertThat(made.status()).isEqualTo("pending");
            assertThat(made.message()).startsWith("Nothing has been changed yet.");
        });
        assertThat(portal.journal()).isEmpty();
    }

    @Test
    void whileOneAnswerIsOnItsWayAnotherMessageHasToWait() {
        CountDownLatch goOn = new CountDownLatch(1);
        Scripted model = new Scripted(Provider.ANTHROPIC, turn -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return says(Provider.ANTHROPIC, "Sorry for the wait.");
        });
        Visitor carla = carlaTalkingTo(model);

        assertThat(carla.trySaying("1", "Hello?").statusCode()).isEqualTo(202);
        assertThat(carla.view().busy()).isTrue();
        assertThat(carla.trySaying("2", "Are you there?").body()).contains("still answering");

        goOn.countDown();
        assertThat(carla.await(view -> !view.busy()).lines()).hasSize(2);
    }
}
