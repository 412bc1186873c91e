package io.toolgateway.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories that find nothing prove nothing: each mistake in the product's guards is found by one of the first few. */
@Tag("E7")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(WithoutLogging.class)
class MistakesTest {

    /** So many histories have to be enough. */
    private static final int ENOUGH = 400;

    private static final int WITHOUT = 50;

    private final Map<Mistake, CompletableFuture<Optional<Found>>> found = new EnumMap<>(Mistake.class);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    private record Found(long seed, List<String> invariants) {}

    @BeforeAll
    void runAll() {
        for (Mistake mistake : Mistake.values()) {
            found.put(mistake, CompletableFuture.supplyAsync(() -> firstHistory(mistake), threads));
        }
    }

    private static Optional<Found> firstHistory(Mistake mistake) {
        LongFunction<List<String>> histories = MistakenClasses.histories(mistake.edits());
        return LongStream.rangeClosed(1, ENOUGH)
                .mapToObj(seed -> new Found(seed, histories.apply(seed)))
                .filter(one -> one.invariants().contains(mistake.broken().name()))
                .findFirst();
    }

    @AfterAll
    void printTable() {
        threads.shutdownNow();
        StringBuilder table =
                new StringBuilder("%-28s %-18s %9s  %s%n".formatted("Mistake", "Breaks", "Histories", "What it is"));
        found.forEach((mistake, future) -> table.append(line(mistake, future.join())));
        System.out.print(table);
    }

    private static String line(Mistake mistake, Optional<Found> found) {
        return "%-28s %-18s %9s  %s%n"
                .formatted(
                        mistake,
                        found.map(one -> String.join(" ", one.invariants())).orElse("-"),
                        found.map(one -> Long.toString(one.seed())).orElse("-"),
                        mistake.what());
    }

    @ParameterizedTest
    @EnumSource
    void eachMistakeIsFound(Mistake mistake) {
        assertThat(found.get(mistake).join()).as(mistake.what()).isPresent();
    }

    @Test
    void withoutAMistakeNothingIsFound() {
        LongFunction<List<String>> histories = MistakenClasses.histories(List.of());

        assertThat(LongStream.rangeClosed(1, WITHOUT).mapToObj(histories))
                .allSatisfy(broken -> assertThat(broken).isEmpty());
    }
}
