package io.toolgateway.examples.benchmarks.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * What does the record on Postgres cost? Prints each goal beside its baseline, which is measured on the same server in the same
 * run, in turns.
 */
public final class PostgresBenchmarks {

    private PostgresBenchmarks() {}

    /**
     * Runs the program.
     *
     * @param args none; {@code -Dbenchmark.form} is quick, default or full; {@code -Dbenchmark.only} names some of the sections
     *     propose, approve, start, cycle, history, idle
     */
    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        String name = System.getProperty("benchmark.form", "default");
        String only = System.getProperty("benchmark.only", "");
        Set<String> sections = only.isBlank() ? Set.of() : Set.of(only.split(","));
        try (Server server = Server.start();
                Bench bench = Bench.open(Form.of(name), server)) {
            tell(name, bench);
            run(bench, sections);
            bench.report().print();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("took " + took.toSeconds() + " s");
        System.exit(0);
    }

    private static void tell(String form, Bench bench) throws SQLException {
        System.out.println("./mvnw -Ppostgres-benchmarks package -Dbenchmark.form=" + form);
        System.out.printf(
                "%d CPUs, %s %s, Java %s; Postgres: %s; pool of %d for each%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                Server.told(bench.database()),
                Server.POOL);
        System.out.println("Medians over " + bench.form().rounds() + " rounds, measured in turns; 'foreign' is what others took"
                + " of the machine; of disturbed slices (over 10 %) the calmer half counts. CPU is client + server.");
    }

    private static void run(Bench bench, Set<String> sections) throws Exception {
        if (isWanted("propose", sections)) {
            new Proposals(bench).run();
        }
    }

    private static boolean isWanted(String section, Set<String> sections) {
        return sections.isEmpty() || sections.contains(section);
    }
}
