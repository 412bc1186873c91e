package io.toolgateway.examples.benchmarks.postgres;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.tool.ToolResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Goal 16: what a process asks of the database while nothing happens: trips to the server, commits included. */
final class Idle {

    private final Bench bench;

    Idle(Bench bench) {
        this.bench = bench;
    }

    void run() throws Exception {
        for (int threads : new int[] {4, 32}) {
            AtomicLong trips = new AtomicLong();
            try (Subject subject = Subject.on(
                    Subject.store(counted(DataSource.class, bench.pool(), trips)),
                    threads,
                    call -> ToolResult.success("REF-1"),
                    GatewayListener.NO_OP)) {
                subject.gateway().executor().start();
                Thread.sleep(3_000);
                long before = trips.get();
                int seconds = bench.form().idleSeconds();
                Thread.sleep(seconds * 1_000L);
                double each = (trips.get() - before) / (double) seconds;
                bench.report()
                        .atMost(
                                "16",
                                "idle: trips to the server a second, " + threads + " workers",
                                String.format("%.1f/s", each),
                                "-",
                                each,
                                3,
                                1.5);
            }
        }
    }

    /** The same, but each statement that runs, each commit and each rollback is counted. */
    static <T> T counted(Class<T> type, Object real, AtomicLong trips) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            String name = method.getName();
            if (name.startsWith("execute") || name.equals("commit")) {
                trips.incrementAndGet();
            }
            try {
                Object result = method.invoke(real, args);
                return (result instanceof Connection || result instanceof Statement)
                                && method.getReturnType().isInterface()
                        ? counted(method.getReturnType(), result, trips)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
