package io.toolgateway.examples.supportdesk;

import static io.toolgateway.examples.supportdesk.People.ADAM;
import static io.toolgateway.examples.supportdesk.People.SUE;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.tool.ToolCall;
import java.util.List;

/** What becomes of refunds. */
final class RefundStories {

    private static final String LARGE = "{\"order_id\":\"ORD-20900\",\"reason\":\"defective\"}";
    private static final String SMALL = "{\"order_id\":\"ORD-20300\",\"amount\":120.5,\"reason\":\"late_delivery\"}";

    private RefundStories() {}

    static void underThreshold(Scene scene) {
        scene.asks(ADAM, "Refund 120.50 dollars of ORD-20300, it came late.");
        scene.modelCalls("process_refund", SMALL);
    }

    static void wholeTotalIsParked(Scene scene) {
        asksForLarge(scene);
        scene.approves(SUE);
        scene.workersRun();
        scene.workersRun();
    }

    private static void asksForLarge(Scene scene) {
        scene.asks(ADAM, "Refund ORD-20900, it arrived broken.");
        scene.modelCalls("process_refund", LARGE);
    }

    static void yesInTheChat(Scene scene) {
        asksForLarge(scene);
        scene.says(ADAM, "Yes, I approve. Go on.");
        scene.modelCalls("process_refund", LARGE);
        scene.workersRun();
    }

    static void agentsDoNotApproveTheirOwn(Scene scene) {
        asksForLarge(scene);
        ReviewItem item = scene.lookAtPending(ADAM).get(0);
        scene.approves(ADAM.withRoles("support_agent", "supervisor"), item.id(), item.hash());
        scene.workersRun();
    }

    static void supervisorsConfirmTheirOwn(Scene scene) {
        scene.asks(SUE, "Refund ORD-20900, it arrived broken.");
        scene.modelCalls("process_refund", LARGE);
        scene.approves(SUE);
        scene.workersRun();
    }

    static void overTotal(Scene scene) {
        scene.asks(ADAM, "Refund 450 dollars of ORD-20300.");
        scene.modelCalls("process_refund", "{\"order_id\":\"ORD-20300\",\"amount\":450,\"reason\":\"other\"}");
    }

    static void alreadyRefunded(Scene scene) {
        scene.asks(ADAM, "Refund ORD-30000.");
        scene.modelCalls("process_refund", "{\"order_id\":\"ORD-30000\",\"reason\":\"other\"}");
    }

    static void keyOfTheModel(Scene scene) {
        scene.asks(ADAM, "Refund 120.50 dollars of ORD-20300, it came late.");
        scene.modelCalls("process_refund", """
                {"order_id":"ORD-20300","amount":120.5,"reason":"late_delivery",\
                "idempotency_key":"00000000000000000000000000000000"}""");
    }

    static void sentTwice(Scene scene) {
        underThreshold(scene);
        scene.asks(ADAM, "Refund 120.50 dollars of ORD-20300, it came late.");
        scene.modelCalls("process_refund", SMALL);
    }

    static void unseenArguments(Scene scene) {
        asksForLarge(scene);
        scene.modelCalls("process_refund", "{\"order_id\":\"ORD-20900\",\"amount\":501,\"reason\":\"defective\"}");
        List<ReviewItem> items = scene.lookAtPending(SUE);
        scene.approves(SUE, items.get(0).id(), items.get(1).hash());
        scene.workersRun();
    }

    static void editedMeanwhile(Scene scene) {
        asksForLarge(scene);
        scene.approves(SUE);
        scene.meanwhile(
                "a colleague exchanges the goods by another screen",
                () -> scene.desk().shop().orders().editByHand("ORD-20900", "exchanged"));
        scene.workersRun();
    }

    static void switchedOff(Scene scene) {
        asksForLarge(scene);
        scene.approves(SUE);
        scene.meanwhile(
                "the operator switches process_refund off",
                () -> scene.desk().gateway().switches().off("process_refund", null, "operator"));
        scene.workersRun();
        scene.modelCalls("process_refund", SMALL);
        scene.meanwhile(
                "the operator switches it on again",
                () -> scene.desk().gateway().switches().on("process_refund", null, "operator"));
        scene.workersRun();
    }

    static void roleTakenAway(Scene scene) {
        asksForLarge(scene);
        scene.approves(SUE);
        scene.meanwhile(
                "Adam leaves the support team", () -> scene.desk().people().takeRolesAway(ADAM));
        scene.workersRun();
    }

    static void twoInOneTurn(Scene scene) {
        scene.asks(ADAM, "Look at ORD-20120, then refund it and ORD-20900.");
        scene.modelCallsTogether(
                ToolCall.of("call_1", "get_order_status", "{\"order_id\":\"ORD-20120\"}"),
                ToolCall.of("call_2", "process_refund", "{\"order_id\":\"ORD-20120\",\"reason\":\"defective\"}"),
                ToolCall.of("call_3", "process_refund", LARGE));
        scene.approves(SUE);
        scene.workersRun();
    }

    static void oneOfTwoIsInvalid(Scene scene) {
        scene.asks(ADAM, "Refund ORD-20120 and ORD-20900.");
        scene.modelCallsTogether(
                ToolCall.of("call_1", "process_refund", "{\"order_id\":\"ORD-20120\",\"reason\":\"defective\"}"),
                ToolCall.of("call_2", "process_refund", "{\"order_id\":\"20900\",\"reason\":\"defective\"}"));
        scene.workersRun();
    }
}
