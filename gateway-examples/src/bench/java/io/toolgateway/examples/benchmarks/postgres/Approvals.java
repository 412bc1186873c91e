package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.tool.ToolResult;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The gateway as its peers are: what was parked beforehand is approved, and run by its executor. */
final class Approvals implements Peer {

    private final Bench bench;
    private final Subject subject;
    private final Stock stock;
    private final Queue<Proposal> parked = new ConcurrentLinkedQueue<>();

    /**
     * Creates one whose executor is not started.
     *
     * @param threads how many calls it runs at once
     */
    Approvals(Bench bench, int threads, Watch watch) {
        this.bench = bench;
        this.subject = Subject.on(
                Subject.store(bench.pool()),
                threads,
                call -> {
                    watch.started().run();
                    return ToolResult.success("REF-1");
                },
                event -> {
                    if (event.type() == EventType.EXECUTED) {
                        watch.done().run();
                    }
                });
        this.stock = new Stock(subject, bench.people());
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String told() {
        return "woken by the approval; a vote on the hash that was seen, a claim with lease, fence and all checks anew,"
                + " the result: each an update of the row that holds all that was asked and decided, and an event in a chain of hashes;"
                + " all stays, to be searched";
    }

    @Override
    public void stock(int count) {
        stock.approved(count);
    }

    @Override
    public void prepare(int count) {
        parked.addAll(stock.parked(count));
    }

    /** Approves the next of those that were prepared. */
    @Override
    public void enqueue() {
        Proposal next = parked.remove();
        subject.approve(new Subject.Parked(
                next.id(),
                stock.hash(next.tenant()),
                bench.people().reviewer(next.tenant().value())));
    }

    @Override
    public void start() {
        subject.gateway().executor().start();
    }

    @Override
    public void close() {
        subject.close();
    }
}
