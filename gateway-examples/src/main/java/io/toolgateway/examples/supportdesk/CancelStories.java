package io.toolgateway.examples.supportdesk;

import static io.toolgateway.examples.supportdesk.People.BILL;
import static io.toolgateway.examples.supportdesk.People.IVY;
import static io.toolgateway.examples.supportdesk.People.SARAH;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.tool.ToolCall;
import java.time.Duration;

/** What becomes of a cancellation, which always waits for a person. */
final class CancelStories {

    private static final ToolCall CANCEL = ToolCall.of(
                    "cancel_subscription",
                    "{\"customer_id\":\"user_456\",\"plan_id\":\"annual_pro\",\"reason\":\"user_request\"}")
            .withSummary("Cancel the annual Pro plan. It ends with the period that is paid for.");

    private CancelStories() {}

    private static void asks(Scene scene) {
        scene.asks(SARAH, "Cancel the renewal of my annual plan.");
        scene.modelCalls(CANCEL);
    }

    static void confirmedByTheUser(Scene scene) {
        asks(scene);
        scene.approves(SARAH);
        scene.workersRun();
    }

    static void byBillingAdmin(Scene scene) {
        asks(scene);
        scene.approves(BILL);
        scene.workersRun();
    }

    static void rejected(Scene scene) {
        asks(scene);
        scene.rejects(BILL, "She has a discount until May; call her first.");
        scene.workersRun();
    }

    static void expired(Scene scene) {
        asks(scene);
        scene.timePasses(Duration.ofHours(24));
        scene.workersRun();
    }

    static void inventoryManager(Scene scene) {
        asks(scene);
        ReviewItem waiting = scene.desk().gateway().approvals().pending(SARAH).get(0);
        scene.lookAtPending(IVY);
        scene.approves(IVY, waiting.id(), waiting.hash());
        scene.workersRun();
    }
}
