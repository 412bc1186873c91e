package io.toolgateway.examples.supportdesk;

import static io.toolgateway.examples.supportdesk.People.ADAM;
import static io.toolgateway.examples.supportdesk.People.RETAILER;
import static io.toolgateway.examples.supportdesk.People.SUE;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.audit.TextTable;
import io.toolgateway.caller.Request;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.redis.RedisLiveView;
import io.toolgateway.tool.ToolCall;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two worker processes on one record: what the one has claimed the other has not. This process proposes, approves and looks; it
 * runs nothing.
 */
final class BusyHour {

    static final String TITLE = "A busy hour: two worker processes share the work";

    private static final List<String> ORDERS = IntStream.rangeClosed(1, 40)
            .mapToObj(number -> String.format("ORD-4%04d", number))
            .toList();

    private final PostgresRecord record;
    private final RedisView view;
    private final Interruption interruption;
    private final Transcript transcript = new Transcript();

    BusyHour(PostgresRecord record, RedisView view) {
        this(record, view, workers -> {});
    }

    /** One in which something happens once both have begun. */
    BusyHour(PostgresRecord record, RedisView view, Interruption interruption) {
        this.record = record;
        this.view = view;
        this.interruption = interruption;
    }

    /** What happens to the workers while each has something in hand. */
    @FunctionalInterface
    interface Interruption {
        void happens(List<WorkerProcess> workers) throws InterruptedException;
    }

    /**
     * Tells it.
     *
     * @throws IllegalStateException if a worker cannot work
     */
    void tell(PrintStream out) throws SQLException, InterruptedException {
        RedisLiveView live = view.live();
        try (PostgresProposalStore store = record.shownOn(live);
                Gateway gateway = Worker.gateway(store, ExecutorOptions.defaults(), GatewayListener.NO_OP);
                LogCount log = new LogCount(view.log("busy-hour"), Ledger.TOOL);
                WorkerProcess one = WorkerProcess.start("worker-1", record, view);
                WorkerProcess other = WorkerProcess.start("worker-2", record, view)) {
            Ledger ledger = record.ledger();
            ledger.create();
            while (live.pending(RETAILER).isEmpty()) {
                log.read(); // a view on an empty Redis is whole after a second
            }
            List<WorkerProcess> workers = List.of(one, other);
            workers.forEach(worker -> worker.await(Worker.READY));
            propose(gateway, ORDERS);
            try (Connection locked = ledger.lock()) {
                approve(gateway);
                // Neither has ended a first one before the other has begun, so neither does all of them.
                workers.forEach(worker -> worker.await(Worker.CLAIMED));
                transcript.act("workers", "each has claimed its first, and waits for the table that they write to");
                interruption.happens(workers);
                locked.commit();
            }
            awaitEndOf(ORDERS.size(), log, workers);
            askAgain(gateway, ledger, log, workers);
            one.stop();
            other.stop();
            print(ledger, log, out);
        }
    }

    private void propose(Gateway gateway, List<String> orders) {
        for (String order : orders) {
            ToolCall call = ToolCall.of(Ledger.TOOL, "{\"order_id\":\"" + order + "\"}");
            gateway.propose(call, ADAM, Request.of("req_" + order).saying("The lamp of this order is broken."));
        }
        transcript.act(People.label(ADAM), "asks for " + orders.size() + " refunds, one after the other");
        transcript.act(
                "banner", gateway.approvals().countPending(SUE) + " wait for approval (one round trip to Redis)");
    }

    private void approve(Gateway gateway) {
        for (ReviewItem item : gateway.approvals().pending(SUE)) {
            gateway.approvals().approve(item.id(), item.hash(), SUE);
        }
        transcript.act(People.label(SUE), "approves them all");
        transcript.act("banner", gateway.approvals().countPending(SUE) + " wait for approval");
    }

    private static void awaitEndOf(int refunds, LogCount log, List<WorkerProcess> workers) throws InterruptedException {
        while (log.of(ProposalStatus.EXECUTED) + log.of(ProposalStatus.FAILED) < refunds) {
            if (workers.stream().noneMatch(WorkerProcess::isAlive)) {
                throw new IllegalStateException("All worker processes have ended before their work.");
            }
            log.read();
        }
    }

    /**
     * What a worker had in hand when it died has no known outcome, and nobody runs it again by themselves. Here the table knows: a
     * refund that is not in it was rolled back.
     */
    private void askAgain(Gateway gateway, Ledger ledger, LogCount log, List<WorkerProcess> workers)
            throws SQLException, InterruptedException {
        int asked = ORDERS.size();
        List<String> unpaid = ledger.unpaid(ORDERS);
        while (!unpaid.isEmpty()) {
            transcript.act("ledger", "knows nothing of " + String.join(", ", unpaid) + ", whose outcome is unknown");
            propose(gateway, unpaid);
            approve(gateway);
            asked += unpaid.size();
            awaitEndOf(asked, log, workers);
            unpaid = ledger.unpaid(ORDERS);
        }
    }

    private void print(Ledger ledger, LogCount log, PrintStream out) throws SQLException {
        transcript.act("workers", "have run everything, and end");
        Map<String, Integer> paid = ledger.paid();
        TextTable table = new TextTable("Worker", "Refunds paid");
        paid.forEach((worker, count) -> table.row(worker, count));
        table.row("(all)", paid.values().stream().mapToInt(Integer::intValue).sum());
        transcript.lines().forEach(out::println);
        out.println();
        out.print(table);
        out.printf("Paid twice: %d%n", ledger.paidTwice());
        out.printf("Log on Redis: %d entries (%s)%n", log.entries(), log);
    }
}
