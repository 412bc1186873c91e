package io.toolgateway.proposal;

import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.ProposalBuilder;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random walks through the state machine: whatever happens in whatever order, the invariants hold. */
class LifecycleWalkTest {

    private static final int WALKS = 20_000;
    private static final int STEPS = 40;

    private final Random random = new Random(20_261_121);
    private final Set<Move> seen = EnumSet.of(Move.PARK, Move.START, Move.ORDER_UNDO);

    @Test
    @Tag("I2")
    @Tag("I2b")
    @Tag("I3")
    @Tag("I4")
    @Tag("I9")
    void whateverHappensTheInvariantsHold() {
        for (int walk = 0; walk < WALKS; walk++) {
            new Walk(random.nextBoolean() ? aRefund() : aTicket()).go();
        }

        assertThat(seen).as("moves that happened").containsExactlyInAnyOrder(without(Move.VOTE));
    }

    private static Move[] without(Move move) {
        return EnumSet.complementOf(EnumSet.of(move)).toArray(Move[]::new);
    }

    private final class Walk {
        private Proposal proposal;
        private Instant now = SettableClock.START;
        private int mayHaveHadAnEffect;

        Walk(ProposalBuilder builder) {
            ProposalBuilder bounded =
                    builder.startedAtMost(1 + random.nextInt(4)).validFor(Duration.ofMinutes(2));
            proposal = random.nextInt(4) == 0
                    ? Lifecycle.start(
                            LifecycleTest.newId(),
                            bounded.allowed().content(),
                            now,
                            LifecycleTest.id(),
                            Changes.claim("proposer"))
                    : Lifecycle.park(LifecycleTest.newId(), bounded.content(), now, LifecycleTest.id());
            mayHaveHadAnEffect = proposal.phase() == Phase.RUNNING ? 1 : 0;
        }

        void go() {
            for (int step = 0; step < STEPS; step++) {
                now = now.plusSeconds(random.nextInt(12));
                List<Change> changes = Changes.every(proposal);
                Change change = changes.get(random.nextInt(changes.size()));
                if (change instanceof Change.Retry && random.nextBoolean()) {
                    change = Changes.retry(proposal, Duration.ofSeconds(2));
                }
                if (Lifecycle.apply(proposal, change, Circumstances.clear(now), LifecycleTest.id())
                        instanceof Step.Made made) {
                    require(made, change);
                    seen.add(made.move());
                    proposal = made.after();
                }
            }
        }

        private void require(Step.Made made, Change change) {
            Proposal after = made.after();
            Progress progress = after.state().progress();
            assertThat(made.move().startsIn(proposal.phase())).isTrue();
            assertThat(after.phase()).isEqualTo(made.move().from(proposal.phase()));
            assertThat(progress.fence())
                    .isGreaterThanOrEqualTo(proposal.state().progress().fence());
            assertThat(progress.attempt()).isBetween(0, after.content().tool().maxAttempts());
            if (made.move() == Move.CLAIM) {
                assertThat(now).isBefore(after.validUntil());
                assertThat(progress.fence())
                        .isGreaterThan(proposal.state().progress().fence());
                mayHaveHadAnEffect++;
            }
            if (tookItsEffectBack(made.move(), change)) {
                mayHaveHadAnEffect--;
            }
            requireTruth(after);
            requireFirstWord(after.state().resolution());
        }

        /** T18: only what is not known is settled, and once. */
        private void requireFirstWord(@Nullable Resolution said) {
            Resolution before = proposal.state().resolution();
            if (said != null) {
                assertThat(proposal.hasUnknownOutcome()).isTrue();
            }
            if (before != null) {
                assertThat(said).isEqualTo(before);
            }
        }

        private boolean tookItsEffectBack(Move move, Change change) {
            return move == Move.RELEASE
                    || change instanceof Change.Retry retry && retry.noEffect()
                    || change instanceof Change.Fail fail && fail.noEffect();
        }

        /** I2 and I9: the effect that is told is the one that may be there. */
        private void requireTruth(Proposal after) {
            EffectState effect = after.state().progress().effect();
            if (after.content().tool().effect() == Effect.NON_IDEMPOTENT) {
                assertThat(mayHaveHadAnEffect).isLessThanOrEqualTo(1);
            }
            assertThat(effect == EffectState.NONE).isEqualTo(mayHaveHadAnEffect == 0);
            assertThat(effect == EffectState.APPLIED).isEqualTo(after.phase() == Phase.EXECUTED);
            if (EnumSet.of(Phase.PENDING, Phase.REJECTED, Phase.EXPIRED).contains(after.phase())) {
                assertThat(effect).isEqualTo(EffectState.NONE);
            }
        }
    }
}
