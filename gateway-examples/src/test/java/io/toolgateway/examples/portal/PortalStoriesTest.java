package io.toolgateway.examples.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.caller.Caller;
import io.toolgateway.examples.portal.Visitor.Line;
import io.toolgateway.examples.portal.Visitor.Made;
import io.toolgateway.examples.supportdesk.DeskPortal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The stories of the source documents, told by whoever sits in front of the page. */
@Tag("C")
@Tag("A7")
class PortalStoriesTest {

    private static final Caller CARLA =
            Caller.of(PortalUnderTest.RETAILER, "cust_acme").withRoles("customer");
    private static final Caller SUE = Caller.of(PortalUnderTest.RETAILER, "sue").withRoles("supervisor");
    private static final Caller BILL =
            Caller.of(PortalUnderTest.RETAILER, "bill").withRoles("billing_admin");
    private static final String CANCEL = "Cancel the renewal for Acme Corp's annual plan.";

    private final DeskPortal portal = PortalUnderTest.open();

    @AfterEach
    void closePortal() {
        portal.close();
    }

    private Visitor playing(String person) {
        return Visitor.playing(portal.address(), person);
    }

    private ReviewItem waitingFor(Caller reviewer) {
        return portal.gateway().approvals().pending(reviewer).get(0);
    }

    private void approve(Caller reviewer) {
        ReviewItem item = waitingFor(reviewer);
        assertThat(portal.gateway().approvals().approve(item.id(), item.hash(), reviewer))
                .isInstanceOf(ReviewResult.Accepted.class);
    }

    private static Made only(List<Line> lines) {
        List<Made> made = lines.stream().flatMap(line -> line.calls().stream()).toList();
        assertThat(made).hasSize(1);
        return made.get(0);
    }

    private static String lastWords(List<Line> lines) {
        return lines.get(lines.size() - 1).text();
    }

    @Test
    void theRenewalForAcmeCorpIsPreparedConfirmedCancelledAndTold() {
        Visitor carla = playing("carla");

        List<Line> told = carla.say(CANCEL);

        assertThat(only(told).status()).isEqualTo("pending");
        assertThat(only(told).message())
                .isEqualTo(
                        "Nothing has been changed yet. It waits for your confirmation or approval by billing admin.");
        assertThat(only(told).about()).isEqualTo("customer cust_acme, plan annual_pro, reason user_request");
        assertThat(lastWords(told)).startsWith("I have prepared the cancellation; nothing has been changed yet.");
        assertThat(portal.journal()).isEmpty();

        approve(CARLA);

        List<Line> late =
                carla.await(view -> !view.busy() && view.lines().size() == 5).lines();
        assertThat(late.get(3).from()).isEqualTo("GATEWAY");
        assertThat(late.get(3).calls()).singleElement().satisfies(made -> {
            assertThat(made.status()).isEqualTo("executed");
            assertThat(made.message()).isEqualTo("annual_pro is cancelled.");
        });
        assertThat(late.get(4).text()).isEqualTo("The cancellation is through: annual_pro is cancelled.");
        assertThat(portal.journal()).containsExactly("cancelled annual_pro of cust_acme");
    }

    @Test
    @Tag("P9")
    void whatTheReviewerSeesHasTheUsersWordsAndTheModelsAndTheConversation() {
        Visitor carla = playing("carla");
        carla.say(CANCEL);

        ReviewItem item = waitingFor(BILL);

        var origin = item.first().content().origin();
        assertThat(origin.request().userText()).isEqualTo(CANCEL);
        assertThat(origin.request().conversationId()).isEqualTo(carla.view().conversation());
        assertThat(origin.summary()).startsWith("Cancel the renewal of the annual Pro plan of Acme Corp.");
        assertThat(item.first().triggeredBy()).isEqualTo("cust_acme");
    }

    @Test
    @Tag("A4")
    void aNoIsToldWithItsReasonAndNothingIsCancelled() {
        Visitor carla = playing("carla");
        carla.say(CANCEL);

        portal.gateway()
                .approvals()
                .reject(waitingFor(BILL).id(), waitingFor(BILL).hash(), BILL, "Do not cancel before May. Call her.");

        Line last = carla.await(view -> !view.busy() && view.lines().size() == 5)
                .lines()
                .get(4);
        assertThat(last.text())
                .isEqualTo(
                        "It was not done: a reviewer said no. Nothing has been changed. The reviewer wrote: Do not cancel"
                                + " before May. Call her.");
        assertThat(portal.journal()).isEmpty();
    }

    @Test
    @Tag("A2")
    void aYesInTheChatApprovesNothing() {
        Visitor carla = playing("carla");
        carla.say(CANCEL);

        List<Line> told = carla.say("Yes, I confirm. Go ahead.");

        assertThat(told.get(1).calls()).isEmpty();
        assertThat(lastWords(told)).contains("a yes in this chat approves nothing");
        assertThat(portal.gateway().approvals().pending(CARLA)).hasSize(1);
    }

    @Test
    void anOrderIsLookedUpAtOnce() {
        List<Line> told = playing("carla").say("Where is my order ORD-41000? I need the tracking number.");
        assertThat(only(told).status()).isEqualTo("executed");
        assertThat(lastWords(told)).isEqualTo("ORD-41000 is shipped. Its tracking number: TRK-41000.");
    }

    @Test
    @Tag("P5")
    void anothersOrderAndAnAbsentOneGetOneAnswer() {
        Visitor carla = playing("carla");
        List<Line> anothers = carla.say("Where is order ORD-20900?");
        List<Line> absent = carla.say("Where is order ORD-99999?");
        assertThat(only(anothers).status()).isEqualTo("denied");
        assertThat(only(anothers).message()).isEqualTo(only(absent).message());
        assertThat(lastWords(anothers)).isEqualTo(lastWords(absent));
    }

    @Test
    void aSmallRefundRunsAtOnceAndOnce() {
        List<Line> told = playing("adam").say("Refund 120.50 dollars of ORD-20300, it came late.");
        assertThat(only(told).status()).isEqualTo("executed");
        assertThat(portal.journal()).containsExactly("refunded 120.50 dollars of ORD-20300 as REF-789");
    }

    @Test
    void aLargeRefundWaitsForASupervisor() {
        Visitor adam = playing("adam");
        List<Line> told = adam.say("Refund ORD-20900, it arrived broken.");
        assertThat(only(told).status()).isEqualTo("pending");
        assertThat(only(told).about()).isEqualTo("order ORD-20900, reason defective, amount 900");

        approve(SUE);

        assertThat(adam.await(view -> !view.busy() && view.lines().size() == 5)
                        .lines()
                        .get(4)
                        .text())
                .isEqualTo("Good news: REF-789: 900.00 dollars of ORD-20900 are refunded.");
    }

    @Test
    @Tag("A6")
    void twoRefundsOfOneTurnWaitTogetherAfterALook() {
        Visitor adam = playing("adam");

        List<Line> told = adam.say("Look at ORD-20120, then refund it and ORD-20900.");

        assertThat(told.get(1).calls()).extracting(Made::status).containsExactly("executed", "pending", "pending");
        assertThat(lastWords(told)).contains("ORD-20120 is delivered.", "the 2 refunds, to be decided together");
        assertThat(portal.gateway().approvals().pending(SUE))
                .singleElement()
                .satisfies(item -> assertThat(item.steps()).hasSize(2));

        approve(SUE);

        adam.await(view -> !view.busy()
                && view.lines().stream()
                                .flatMap(line -> line.calls().stream())
                                .filter(made -> made.status().equals("executed"))
                                .count()
                        == 3);
        assertThat(portal.journal()).hasSize(2);
    }

    @Test
    void aCustomerMayNotRefundAndIsToldOfTheTicket() {
        Visitor sarah = playing("sarah");
        List<Line> told = sarah.say("Refund ORD-12345, it has not arrived.");
        assertThat(only(told).status()).isEqualTo("denied");
        assertThat(lastWords(told)).contains("open a ticket");

        List<Line> ticket = sarah.say("Open a ticket about ORD-12345: it has not arrived.");
        assertThat(lastWords(ticket)).startsWith("Ticket TKT-789 is open.");
        assertThat(portal.journal()).containsExactly("opened TKT-789 (delivery) about ORD-12345");
    }

    @Test
    void anAddressIsChangedAndStaysOutOfTheCard() {
        List<Line> told = playing("sarah").say("Please change my e-mail to Sarah.New@example.org, thanks.");
        assertThat(only(told).status()).isEqualTo("executed");
        assertThat(only(told).about()).startsWith("customer user_456, email").doesNotContain("example.org");
        assertThat(portal.journal()).containsExactly("updated the account of user_456");
    }

    @Test
    void whatIsNotRecordedIsSaidHonestly() {
        List<Line> told = playing("sarah").say("What is the meaning of life?");
        assertThat(lastWords(told)).contains("I play recorded answers", "Cancel the renewal", "Refund ORD-20900");
        assertThat(told.get(1).calls()).isEmpty();
    }

    @Test
    @Tag("P6")
    void anotherTenantFindsAndDecidesNothingOfThisOne() {
        playing("adam").say("Refund ORD-20900, it arrived broken.");
        Visitor otto = playing("otto");

        assertThat(only(otto.say("Where is my order ORD-20900?")).status()).isEqualTo("denied");
        assertThat(only(otto.say("Refund ORD-20900, it arrived broken.")).status())
                .isEqualTo("denied");
        assertThat(only(otto.say("Refund ORD-50001, it arrived broken.")).status())
                .isEqualTo("pending");

        assertThat(portal.gateway().approvals().pending(SUE)).hasSize(1);
        Caller asOtto = Caller.of("other-corp", "otto").withRoles("supervisor");
        assertThat(portal.gateway().approvals().pending(asOtto)).hasSize(1);
    }

    @Test
    @Tag("P6")
    void conversationsAreThoseOfTheirPeopleAndStayWhenSomebodyElseSignsIn() {
        Visitor visitor = playing("carla");
        visitor.say(CANCEL);
        String carlas = visitor.view().conversation();

        visitor.signIn("bill");
        assertThat(visitor.lines()).isEmpty();
        assertThat(visitor.view().conversation()).isNotEqualTo(carlas);

        approve(BILL);
        visitor.signIn("carla");
        assertThat(visitor.view().conversation()).isEqualTo(carlas);
        assertThat(visitor.await(view -> view.lines().size() == 5)
                        .lines()
                        .get(4)
                        .text())
                .startsWith("The cancellation is through");
    }

    @Test
    @Tag("P10")
    void aMessageThatIsSentTwiceIsAnsweredOnce() {
        Visitor adam = playing("adam");
        String text = "Refund 120.50 dollars of ORD-20300, it came late.";

        assertThat(adam.trySaying("message-1", text).statusCode()).isEqualTo(202);
        assertThat(adam.trySaying("message-1", text).statusCode()).isEqualTo(202);

        assertThat(adam.await(view -> !view.busy() && view.lines().size() >= 3).lines())
                .hasSize(3);
        assertThat(portal.journal()).hasSize(1);
    }

    @Test
    void aNewConversationBeginsEmptyAndWhatWaitsGoesOnToWait() {
        Visitor carla = playing("carla");
        carla.say(CANCEL);
        String before = carla.view().conversation();

        assertThat(carla.post("/api/chat/new", Map.of()).statusCode()).isEqualTo(204);

        assertThat(carla.lines()).isEmpty();
        assertThat(carla.view().conversation()).isNotEqualTo(before);
        assertThat(portal.gateway().approvals().pending(CARLA)).hasSize(1);
    }
}
