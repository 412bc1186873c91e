package io.toolgateway.examples.benchmarks.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What does the record on Postgres cost? Prints each goal beside its baseline, which is measured on the same server in the same
 * run, in turns.
 */
public final class PostgresBenchmarks {

    private static final Map<String, Section> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("propose", bench -> new Proposals(bench).run());
        SECTIONS.put("approve", bench -> new Approving(bench).run());
        SECTIONS.put("start", bench -> {
            try (Starting starting = new Starting(bench)) {
                starting.measure();
            }
        });
        SECTIONS.put("cycle", bench -> new Cycles(bench).run());
        SECTIONS.put("final", bench -> new Finals(bench).run());
        SECTIONS.put("view", bench -> {
            try (View view = new View(bench)) {
                view.run();
            }
        });
        SECTIONS.put("pending", bench -> {
            try (Pending pending = new Pending(bench)) {
                pending.run();
            }
        });
        SECTIONS.put("growth", bench -> new Growth(bench).run());
        SECTIONS.put("churn", bench -> new Churn(bench).run());
        SECTIONS.put("idle", bench -> new Idle(bench).run());
    }

    private PostgresBenchmarks() {}

    @FunctionalInterface
    private interface Section {
        void run(Bench bench) throws Exception;
    }

    /**
     * Runs the program.
     *
     * @param args none; {@code -Dbenchmark.form} is quick, default or full; {@code -Dbenchmark.only} names some of the sections
     *     propose, approve, start, cycle, final, view, pending, growth, churn, idle
     */
    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        String name = System.getProperty("benchmark.form", "default");
        String only = System.getProperty("benchmark.only", "");
        Set<String> sections = only.isBlank() ? Set.of() : Set.of(only.split(","));
        Form form = Form.of(name);
        Report report = new Report();
        try (Server server = Server.start()) {
            tell(name, form, server);
            try (Bench bench = Bench.open(form, server, report);
                    Warmup warmup = new Warmup(bench)) {
                warmup.run();
            }
            for (Map.Entry<String, Section> section : SECTIONS.entrySet()) {
                if (sections.isEmpty() || sections.contains(section.getKey())) {
                    System.out.println(section.getKey());
                    try (Bench bench = Bench.open(form, server, report)) {
                        section.getValue().run(bench);
                    }
                }
            }
            report.print();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("took " + took.toSeconds() + " s");
        System.exit(0);
    }

    private static void tell(String name, Form form, Server server) throws SQLException {
        System.out.println("./mvnw -Ppostgres-benchmarks package -Dbenchmark.form=" + name);
        System.out.printf(
                "%d CPUs, %s %s, Java %s; Postgres: %s; pool of %d for each%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                server.told(),
                Server.POOL);
        System.out.println("Medians over " + form.rounds() + " rounds, measured in turns; 'foreign' is what others took"
                + " of the machine; of disturbed slices (over 10 %) the calmer half counts. CPU is client + server + Redis.");
    }
}
