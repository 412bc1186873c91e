package io.toolgateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.policy.Verdict.RequireApproval;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whether an approval that was given is one that another requirement would have let through, too. */
@Tag("P7")
class CoveredApprovalTest {

    private static final Approvers SUPERVISOR = Approvers.byRole("supervisor");
    private static final RequireApproval BY_SUPERVISOR = Verdict.requireApproval(SUPERVISOR);
    private static final Approvers ADMIN = Approvers.byRole("admin");

    static final List<RequireApproval> OF_OTHERS = List.of(
            Verdict.requireApproval(ADMIN),
            Verdict.requireApproval(Approvers.byCaller()),
            Verdict.requireApproval(SUPERVISOR.or(Approvers.byCaller())),
            Verdict.requireApproval(SUPERVISOR.or(ADMIN)),
            Verdict.requireApproval(Approvers.byUser("max")),
            Verdict.requireApproval(SUPERVISOR.or(Approvers.byUser("max"))),
            Verdict.requireApproval(),
            BY_SUPERVISOR.escalatingTo(ADMIN, Duration.ofHours(1)));

    @ParameterizedTest
    @FieldSource("OF_OTHERS")
    void whereOthersMightHaveApprovedItIsNotCovered(RequireApproval given) {
        assertThat(given.covers(BY_SUPERVISOR)).isFalse();
    }

    static final List<RequireApproval> STRICTER = List.of(
            BY_SUPERVISOR,
            BY_SUPERVISOR.from(3),
            BY_SUPERVISOR.then(ADMIN),
            Verdict.requireApproval(ADMIN).then(SUPERVISOR),
            BY_SUPERVISOR.escalatingTo(SUPERVISOR, Duration.ofHours(1)));

    @ParameterizedTest
    @FieldSource("STRICTER")
    void whatAsksForAsMuchOrMoreCovers(RequireApproval given) {
        assertThat(given.covers(BY_SUPERVISOR)).isTrue();
    }

    @Test
    void fewerThanNeededDoNotCover() {
        assertThat(BY_SUPERVISOR.covers(BY_SUPERVISOR.from(2))).isFalse();
        assertThat(BY_SUPERVISOR.covers(BY_SUPERVISOR.then(ADMIN))).isFalse();
        assertThat(BY_SUPERVISOR.covers(Verdict.requireApproval())).isFalse();
    }

    @Test
    void whoJoinsInEarlierThanTheOtherLetsThemIsNotKnownToIt() {
        RequireApproval soon = BY_SUPERVISOR.escalatingTo(ADMIN, Duration.ofHours(1));
        RequireApproval late = BY_SUPERVISOR.escalatingTo(ADMIN, Duration.ofHours(2));

        assertThat(late.covers(soon)).isTrue();
        assertThat(soon.covers(late)).isFalse();
        assertThat(BY_SUPERVISOR.covers(late)).isTrue();
    }
}
