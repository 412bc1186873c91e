package io.toolgateway.examples.supportdesk;

import static io.toolgateway.examples.supportdesk.People.IVY;
import static io.toolgateway.examples.supportdesk.Told.journal;
import static io.toolgateway.examples.supportdesk.Told.recorded;
import static io.toolgateway.examples.supportdesk.Told.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewResult;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.Refusal;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("C")
@ExtendWith(Told.class)
class CancelStoriesTest {

    @Test
    @Tag("A2")
    @Tag("P9")
    @DisplayName("A cancellation is confirmed by the user who asked")
    void theSummaryOfTheModelIsShownAsItsWords(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "executed");
        assertThat(scene.outcomes().get(0).messageForModel())
                .contains("the user's own confirmation in the application or approval by billing_admin");
        assertThat(String.join(" ", scene.transcript().lines())).contains("in the model's words: \"Cancel the annual");
        assertThat(journal(scene)).containsExactly("cancelled annual_pro of user_456");
        assertThat(decider(scene)).isEqualTo("user:user_456");
    }

    @Test
    @Tag("A2")
    @DisplayName("A cancellation is approved by a billing admin")
    void theRoleSuffices(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "executed");
        assertThat(journal(scene)).containsExactly("cancelled annual_pro of user_456");
        assertThat(decider(scene)).isEqualTo("user:bill");
    }

    @Test
    @Tag("A4")
    @DisplayName("A cancellation is rejected")
    void theSubscriptionIsNotTouchedAndTheNoteIsTold(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "rejected");
        assertThat(((Outcome.Rejected) scene.outcomes().get(1)).note()).contains("call her first");
        assertThat(recorded(scene)).containsExactly("parked", "rejected");
        assertStillActive(scene);
    }

    @Test
    @Tag("A4")
    @DisplayName("A cancellation that nobody decides expires")
    void theSweeperEndsIt(Scene scene) {
        assertThat(statuses(scene)).containsExactly("pending", "expired");
        assertThat(recorded(scene)).containsExactly("parked", "expired");
        assertStillActive(scene);
    }

    @Test
    @Tag("A2")
    @DisplayName("An inventory manager does not approve billing")
    void beingLoggedInIsNotEnough(Scene scene) {
        assertThat(scene.reviews()).hasSize(1).allSatisfy(result -> {
            assertThat(result).isInstanceOf(ReviewResult.Refused.class);
            assertThat(((ReviewResult.Refused) result).refusal()).isEqualTo(Refusal.NOT_ENTITLED);
        });
        assertThat(scene.desk().gateway().approvals().count(IVY, 9)).isZero();
        assertThat(statuses(scene)).containsExactly("pending", "pending");
        assertStillActive(scene);
    }

    private static String decider(Scene scene) {
        return Objects.requireNonNull(scene.record().get(1).standing()).actor();
    }

    private static void assertStillActive(Scene scene) {
        assertThat(journal(scene)).isEmpty();
        assertThat(scene.desk()
                        .shop()
                        .subscriptions()
                        .find("user_456", "annual_pro")
                        .orElseThrow()
                        .active())
                .isTrue();
    }
}
