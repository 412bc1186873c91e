package io.toolgateway.postgres.faults;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Approvers;
import io.toolgateway.policy.Verdict;
import io.toolgateway.store.NewProposal;
import io.toolgateway.testkit.Proposals;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.faults.StoreOpener;
import io.toolgateway.testkit.faults.Tripwire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Proposals of another tenant that wait from before a campaign until after it; nobody decides them. */
final class Parked {

    /** They share commits. */
    private static final int THREADS = 64;

    private static final Caller OTHER =
            Caller.of("0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1cff", "0c3d7a52-6f8e-4b1d-9a57-3f1f0a6b1cfe");
    private static final Verdict.RequireApproval FOR_LONG =
            Verdict.requireApproval(Approvers.byRole("supervisor")).within(Duration.ofHours(4));

    private Parked() {}

    /** Stores so many. */
    static void on(Stage stage, int count) {
        try (StoreOpener.Opened opened = new PostgresOpener().open(stage.address(), Tripwire.NONE)) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                NewProposal one = Proposals.aRefund()
                        .by(OTHER)
                        .withArguments("{\"token\":\"parked-" + i + "\"}")
                        .parkedFor(FOR_LONG)
                        .build();
                all.add(threads.submit(() -> opened.store().insert(List.of(one), List.of())));
            }
            for (Future<?> one : all) {
                one.get();
            }
            threads.shutdown();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("not all were parked", e);
        }
    }
}
