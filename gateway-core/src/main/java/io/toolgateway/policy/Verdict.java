package io.toolgateway.policy;

import io.toolgateway.json.Json;
import io.toolgateway.json.Storable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of a call: allow, require approval, or deny, from mild to strict.
 *
 * @since 0.1
 */
public sealed interface Verdict {

    /** How long an approval stays possible where a rule does not say. */
    Duration DEFAULT_VALIDITY = Duration.ofHours(24);

    /**
     * Runs at once; on record.
     *
     * @param permission the {@link StandingPermission} that it runs by, or null if the policy allows it
     */
    record Allow(@Nullable UUID permission) implements Verdict {

        /** What the policy allows by itself. */
        public Allow() {
            this(null);
        }
    }

    /**
     * Parked until people decide.
     *
     * @param stages the steps of the approval, in order; at least one
     * @param validFor how long a decision and the start stay possible, from the proposal on
     * @param allowsPartial whether a chain may stay half done, where it can neither be one transaction nor be undone
     */
    record RequireApproval(List<Stage> stages, Duration validFor, boolean allowsPartial) implements Verdict {

        /** Refuses an empty requirement. */
        public RequireApproval {
            stages = List.copyOf(stages);
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("an approval needs at least one stage");
            }
            if (validFor.isNegative() || validFor.isZero()) {
                throw new IllegalArgumentException("an approval must stay possible for more than no time");
            }
            Storable.required(validFor, "time in which an approval stays possible");
        }

        /**
         * A requirement under which no chain may stay half done.
         *
         * @param stages the steps of the approval, in order; at least one
         * @param validFor how long, from the proposal on
         */
        public RequireApproval(List<Stage> stages, Duration validFor) {
            this(stages, validFor, false);
        }

        /**
         * This requirement with another validity.
         *
         * @param validFor how long, from the proposal on
         * @return a copy
         */
        public RequireApproval within(Duration validFor) {
            return new RequireApproval(stages, validFor, allowsPartial);
        }

        /**
         * This requirement, under which a chain may stay half done: where its writes can neither be one transaction nor be
         * undone, and a step fails, what the steps before it did stays. The reviewer is told before deciding. A turn of such
         * calls is refused where a requirement of one of them does not say this.
         *
         * @return a copy
         */
        public RequireApproval allowingPartial() {
            return new RequireApproval(stages, validFor, true);
        }

        /**
         * This requirement with so many different approvers in its last stage.
         *
         * @param quorum how many; at least 1
         * @return a copy
         */
        public RequireApproval from(int quorum) {
            return changingLast(stage -> stage.from(quorum));
        }

        /**
         * This requirement, whose last stage opens to others if nobody has decided for some time: the approvers from before may
         * still approve, and as many must. May be said several times.
         *
         * @param to who then may as well
         * @param after how long after the call was parked, by the store's clock; a worker does it with its next sweep
         * @return a copy
         */
        public RequireApproval escalatingTo(Approvers to, Duration after) {
            return changingLast(stage -> stage.escalating(new Escalation(to, after)));
        }

        private RequireApproval changingLast(UnaryOperator<Stage> change) {
            List<Stage> changed = new ArrayList<>(stages);
            changed.set(changed.size() - 1, change.apply(changed.get(changed.size() - 1)));
            return new RequireApproval(changed, validFor, allowsPartial);
        }

        /**
         * This requirement with others in the place of a tool's own approvers.
         *
         * @param own whom a requirement that names nobody means
         * @return a copy
         */
        public RequireApproval naming(Approvers own) {
            return new RequireApproval(
                    stages.stream()
                            .map(stage -> stage.approvers().isNobody() ? stage.of(own) : stage)
                            .toList(),
                    validFor,
                    allowsPartial);
        }

        /**
         * This requirement followed by another stage.
         *
         * @param approvers who approves after the stages so far
         * @return a copy
         */
        public RequireApproval then(Approvers approvers) {
            List<Stage> longer = new ArrayList<>(stages);
            longer.add(new Stage(approvers, 1));
            return new RequireApproval(longer, validFor, allowsPartial);
        }

        /**
         * Whether whoever has approved under this requirement has approved under another one, too: each stage of the other is met by
         * one of this that as many have to approve, and nobody whom the other would not have admitted. Nothing is said of time.
         *
         * @param other the other requirement; a stage of it that names nobody is met by none
         * @return true if so
         */
        public boolean covers(RequireApproval other) {
            return other.stages.stream().allMatch(needed -> stages.stream().anyMatch(given -> given.isAtLeast(needed)));
        }

        /** Both requirements: the stages of both, the shorter validity, and half done only what both let stay so. */
        RequireApproval and(RequireApproval other) {
            List<Stage> union = new ArrayList<>(stages);
            other.stages.stream().filter(stage -> !union.contains(stage)).forEach(union::add);
            return new RequireApproval(
                    union,
                    validFor.compareTo(other.validFor) <= 0 ? validFor : other.validFor,
                    allowsPartial && other.allowsPartial);
        }
    }

    /**
     * Refused.
     *
     * @param reason in words for the model and the user
     */
    record Deny(String reason) implements Verdict {

        /** Makes the reason one that every store can carry. */
        public Deny {
            reason = Json.storable(reason);
        }
    }

    /**
     * Runs at once; on record.
     *
     * @return the mildest verdict
     */
    static Verdict allow() {
        return new Allow();
    }

    /**
     * Refused.
     *
     * @param reason in words for the model and the user
     * @return the strictest verdict
     */
    static Verdict deny(String reason) {
        return new Deny(reason);
    }

    /**
     * Parked until one of these approves, by default within 24 hours.
     *
     * @param approvers who may
     * @return the requirement
     */
    static RequireApproval requireApproval(Approvers approvers) {
        return new RequireApproval(List.of(new Stage(approvers, 1)), DEFAULT_VALIDITY);
    }

    /**
     * Parked until one of the approvers of the tool's own contract approves, by default within 24 hours.
     *
     * @return the requirement
     */
    static RequireApproval requireApproval() {
        return requireApproval(Approvers.OF_THE_TOOL);
    }

    /**
     * Both verdicts at once: the stricter one; of two requirements both hold, stage after stage; of two denials the first.
     *
     * @param other another verdict
     * @return what satisfies both
     */
    default Verdict and(Verdict other) {
        if (this instanceof RequireApproval mine && other instanceof RequireApproval theirs) {
            return mine.and(theirs);
        }
        return other.strictness() > strictness() ? other : this;
    }

    /** {@return 0 for allow, 1 for approval, 2 for deny} */
    default int strictness() {
        return this instanceof Allow ? 0 : this instanceof RequireApproval ? 1 : 2;
    }
}
