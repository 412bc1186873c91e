package io.toolgateway.examples.supportdesk;

import io.toolgateway.Gateway;
import io.toolgateway.audit.EventType;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.postgres.PostgresProposalStore;
import io.toolgateway.tool.ToolRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A process that runs what was approved, wherever it was proposed and approved. It ends when its standard input does: also when
 * whoever started it has died.
 */
final class Worker {

    /** It says so on standard output when it works, and whenever it has claimed something. */
    static final String READY = "ready";

    static final String CLAIMED = "claimed";

    private Worker() {}

    /**
     * Runs it.
     *
     * @param args its name, which no other process has; on standard input the addresses of Postgres and Redis, a line each
     */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ExecutorOptions options = ExecutorOptions.defaults()
                .named(args[0])
                .withLease(Ledger.TIME_LIMIT)
                .withThreads(2); // each holds a connection while it pays: of four, two are left for all else
        try (PostgresRecord record = new PostgresRecord(Objects.requireNonNull(in.readLine(), "an address"));
                RedisView view = new RedisView(Objects.requireNonNull(in.readLine(), "an address"));
                PostgresProposalStore store = record.shownOn(view.live());
                Gateway gateway = gateway(store, options, event -> {
                    if (event.type() == EventType.CLAIMED) {
                        System.out.println(CLAIMED);
                    }
                })) {
            gateway.executor().start();
            System.out.println(READY);
            while (in.readLine() != null) {
                // Nothing more is said to it.
            }
        }
    }

    /** The gateway of all processes that share the record: those that propose and approve have the same tools. */
    static Gateway gateway(PostgresProposalStore store, ExecutorOptions options, GatewayListener listener) {
        return Gateway.builder()
                .tools(ToolRegistry.of(Ledger.payRefund(store, options.worker())))
                .policy(SupportPolicy.policy())
                .store(store)
                .callers(new People())
                .executor(options)
                .listener(listener)
                .build();
    }
}
