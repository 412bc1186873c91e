package io.toolgateway.examples.supportdesk;

import java.util.List;

/** All stories, in the order in which the program tells them. */
final class Stories {

    static final Story TICKET_INSTEAD_OF_REFUND = new Story(
            "A customer's order has not shipped: a ticket instead of a refund", OrderStories::ticketInsteadOfRefund);

    /** Lets a day pass, which a database's clock does not do for us. */
    static final Story EXPIRES = new Story("A cancellation that nobody decides expires", CancelStories::expired);

    static final List<Story> ALL = List.of(
            new Story("A customer asks for an order of their own", OrderStories::ownOrder),
            new Story("Another customer's order and an absent one get one answer", OrderStories::anothersOrder),
            new Story("A malformed order id is corrected by the model", OrderStories::malformedOrderId),
            TICKET_INSTEAD_OF_REFUND,
            new Story("A customer may not refund", OrderStories::customerMayNotRefund),
            new Story("A customer changes an account, their own only", OrderStories::ownAccount),
            new Story("Stock is told to agents only", OrderStories::stock),
            new Story("A refund under the threshold runs at once", RefundStories::underThreshold),
            new Story(
                    "A refund of 900 dollars waits for a supervisor and runs once", RefundStories::wholeTotalIsParked),
            new Story("A yes in the chat approves nothing", RefundStories::yesInTheChat),
            new Story("Nobody approves their own large refund as an agent", RefundStories::agentsDoNotApproveTheirOwn),
            new Story("A supervisor confirms their own large refund", RefundStories::supervisorsConfirmTheirOwn),
            new Story("A refund over the order's total is refused", RefundStories::overTotal),
            new Story("An order that was refunded is not refunded again", RefundStories::alreadyRefunded),
            new Story("A key that the model sends is ignored", RefundStories::keyOfTheModel),
            new Story("A request that is sent twice refunds once", RefundStories::sentTwice),
            new Story("An approval of arguments that were not shown is refused", RefundStories::unseenArguments),
            new Story("An edit by hand before the execution survives", RefundStories::editedMeanwhile),
            new Story("A tool is switched off and on at runtime", RefundStories::switchedOff),
            new Story("A role taken away before the execution stops it", RefundStories::roleTakenAway),
            new Story("Two refunds of one turn are approved as a unit", RefundStories::twoInOneTurn),
            new Story("One invalid call of a turn, and none of it runs", RefundStories::oneOfTwoIsInvalid),
            new Story("A cancellation is confirmed by the user who asked", CancelStories::confirmedByTheUser),
            new Story("A cancellation is approved by a billing admin", CancelStories::byBillingAdmin),
            new Story("A cancellation is rejected", CancelStories::rejected),
            EXPIRES,
            new Story("An inventory manager does not approve billing", CancelStories::inventoryManager),
            new Story("Another tenant sees, approves and reads nothing", OrderStories::otherTenant),
            new Story("A handler breaks off: unknown is told as unknown", OrderStories::unknownOutcome),
            new Story("Tools that a mail talks of do not exist", OrderStories::injectedTool));

    private Stories() {}

    /** {@return what connects all that happens in a story; no other has the same, since they may share one record} */
    static String requestIdOf(Story story) {
        return story == TICKET_INSTEAD_OF_REFUND ? "req_abc123" : "req_" + (ALL.indexOf(story) + 1);
    }
}
