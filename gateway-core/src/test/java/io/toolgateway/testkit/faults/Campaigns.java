package io.toolgateway.testkit.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The programs of faults, each run so many times. Each gives back what the checker says of it in the end. */
public final class Campaigns {

    private static final String CLIENT = "client";
    private static final int WORKERS = 2;
    private static final int KILL_CLIENT_EVERY = 5;
    private static final int HITS = 3;
    private static final int PREPARED = 6;

    /** How many answers say that clients are served again. */
    private static final int PROGRESS = 6;

    /** How many say that the load is there, and no process still busy with its beginning. */
    private static final int LOAD = 40;

    private Campaigns() {}

    /** Kills a worker, and now and then the client, at any moment. */
    public static Report kills(Campaign campaign, int times) {
        Child client = campaign.client(CLIENT, 0);
        Deque<Child> workers = new ArrayDeque<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(campaign.worker());
        }
        client.awaitReady();
        for (int kill = 1; kill <= times; kill++) {
            workers.getFirst().awaitReady();
            campaign.passUpTo(Duration.ofMillis(300));
            if (kill % KILL_CLIENT_EVERY == 0) {
                client.kill();
                client = campaign.client(CLIENT, goOn(campaign, CLIENT));
                client.awaitReady();
            } else {
                workers.removeFirst().kill();
                workers.addLast(campaign.worker());
            }
            campaign.fault();
        }
        return campaign.finish(List.of(client));
    }

    /** The last calls once more: what was answered before the kill, and what was not. */
    private static int goOn(Campaign campaign, String client) {
        return Math.max(0, campaign.reachedBy(client) - 3);
    }

    /** Ends a process at each failpoint, so many times: clients and workers at the same time, one of each. */
    public static Report failpoints(Campaign campaign, int times) {
        CompletableFuture<Void> clients = CompletableFuture.runAsync(() ->
                failpoints(campaign, Failpoint.Role.CLIENT, failpoint -> clientFalls(campaign, failpoint), times));
        failpoints(campaign, Failpoint.Role.WORKER, failpoint -> workerFalls(campaign, failpoint), times);
        clients.join();
        return campaign.finish(List.of());
    }

    /** The same, one process after the other, so that what is seen after a fall is of that fall alone. */
    public static Report failpointsInTurn(Campaign campaign, int times, Collection<Failpoint> some) {
        for (int time = 0; time < times; time++) {
            for (Failpoint failpoint : some) {
                if (failpoint.role() == Failpoint.Role.CLIENT) {
                    clientFalls(campaign, failpoint);
                } else {
                    workerFalls(campaign, failpoint);
                }
                campaign.fault();
            }
        }
        return campaign.finish(List.of());
    }

    private static void failpoints(Campaign campaign, Failpoint.Role role, Consumer<Failpoint> fall, int times) {
        for (Failpoint failpoint : Failpoint.values()) {
            for (int time = 0; time < times && failpoint.role() == role; time++) {
                fall.accept(failpoint);
                campaign.fault();
            }
        }
    }

    private static void clientFalls(Campaign campaign, Failpoint failpoint) {
        campaign.prepare(failpoint);
        String client = CLIENT + failpoint.ordinal();
        int hit = 1 + campaign.chance(HITS);
        requireReached(failpoint, campaign.client(failpoint, hit, client, goOn(campaign, client)));
    }

    private static void workerFalls(Campaign campaign, Failpoint failpoint) {
        prepare(campaign, failpoint);
        campaign.prepare(failpoint);
        int hit = 1 + campaign.chance(HITS);
        requireReached(failpoint, campaign.worker(failpoint, atMost(failpoint, hit)));
    }

    /** A sweeper's first batch is the one with something in it. */
    private static int atMost(Failpoint failpoint, int hit) {
        return isOfSweeper(failpoint) ? 1 : hit;
    }

    private static boolean isOfSweeper(Failpoint failpoint) {
        return failpoint == Failpoint.REAP_MID_BATCH || failpoint == Failpoint.RECONCILE_MID_BATCH;
    }

    private static void requireReached(Failpoint failpoint, Child child) {
        int exit = child.await(Pace.PATIENCE);
        if (exit != Tripwire.EXIT) {
            throw new AssertionError(failpoint + " was not reached: the process ended with " + exit);
        }
    }

    /** Work for a worker, while none is there; for a sweeper, what has just run out. */
    private static void prepare(Campaign campaign, Failpoint failpoint) {
        Client client = campaign.client("prepared");
        String name = failpoint + "-" + campaign.chance(Integer.MAX_VALUE);
        for (int i = 0; i < PREPARED; i++) {
            String token = "prepared-" + name + "-" + i;
            if (isOfSweeper(failpoint)) {
                client.propose(Workshop.PAY + Workshop.BRIEFLY, token);
            } else {
                client.approved(i % 2 == 0 ? Workshop.PAY : Workshop.SET, token);
            }
        }
        if (isOfSweeper(failpoint)) {
            Pace.pass(Pace.VALID_BRIEFLY);
        }
    }

    /** Stops a worker for longer than its lease, at any moment, and lets it go on. */
    public static Report stops(Campaign campaign, int times) {
        campaign.pauses();
        List<Child> all = crew(campaign);
        for (int stop = 0; stop < times; stop++) {
            Child worker = all.get(1 + campaign.chance(WORKERS));
            campaign.passUpTo(Duration.ofMillis(200));
            worker.stop();
            Pace.pass(Pace.LEASE.plus(Pace.GRACE).plus(Pace.SWEEP));
            campaign.passUpTo(Duration.ofMillis(400));
            worker.goOn();
            campaign.fault();
        }
        return campaign.finish(all.subList(0, 1));
    }

    /** Ends the store's server under load and starts it again. */
    public static Report restarts(Campaign campaign, int times, List<Runnable> ends, Runnable start) {
        List<Child> all = crew(campaign);
        for (int restart = 0; restart < times; restart++) {
            campaign.awaitAnswers(PROGRESS);
            campaign.passUpTo(Duration.ofMillis(500));
            ends.get(restart % ends.size()).run();
            campaign.passUpTo(Duration.ofMillis(500));
            start.run();
            campaign.fault();
        }
        campaign.awaitAnswers(PROGRESS);
        return campaign.finish(all.subList(0, 1));
    }

    /** Anything that may befall a store under load, one after the other, so many times; each is over when it returns. */
    public static Report faults(Campaign campaign, int times, List<Runnable> faults) {
        List<Child> all = crew(campaign);
        campaign.awaitAnswers(LOAD);
        for (int fault = 0; fault < times; fault++) {
            campaign.awaitAnswers(PROGRESS);
            campaign.passUpTo(Duration.ofMillis(500));
            faults.get(fault % faults.size()).run();
            campaign.fault();
        }
        campaign.awaitAnswers(PROGRESS);
        return campaign.finish(all.subList(0, 1));
    }

    /** Cuts connections while a commit is on its way, until there were so many. */
    public static Report cuts(Campaign campaign, int times, CutCommits commits) {
        List<Child> all = crew(campaign);
        commits.begin(times);
        while (!Pace.until(() -> commits.left() == 0, Pace.PATIENCE)) {
            campaign.awaitAnswers(1);
        }
        for (int cut = 0; cut < times; cut++) {
            campaign.fault();
        }
        campaign.awaitAnswers(PROGRESS);
        return campaign.finish(all.subList(0, 1));
    }

    /** Makes the way to the store swallow everything, for longer than anybody waits. */
    public static Report blackHoles(Campaign campaign, int times, TcpProxy proxy, Duration longest) {
        List<Child> all = crew(campaign);
        for (int hole = 0; hole < times; hole++) {
            campaign.awaitAnswers(PROGRESS);
            campaign.passUpTo(Duration.ofMillis(300));
            proxy.swallow();
            Pace.pass(longest);
            campaign.passUpTo(Duration.ofMillis(300));
            proxy.pass();
            campaign.fault();
        }
        campaign.awaitAnswers(PROGRESS);
        return campaign.finish(all.subList(0, 1));
    }

    /** A client and workers, all ready. */
    private static List<Child> crew(Campaign campaign) {
        List<Child> all = new ArrayList<>();
        all.add(campaign.client(CLIENT, 0));
        for (int i = 0; i < WORKERS; i++) {
            all.add(campaign.worker());
        }
        all.forEach(Child::awaitReady);
        return all;
    }
}
