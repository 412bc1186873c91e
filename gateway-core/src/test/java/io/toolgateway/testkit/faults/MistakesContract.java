package io.toolgateway.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.checker.Violation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each seeded mistake is found on a store, and the same run without one is clean. All runs go on at the same time: they mostly wait. */
@Tag("S1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MistakesContract {

    private final Map<Mistake, CompletableFuture<List<Violation>>> wrong = new EnumMap<>(Mistake.class);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private CompletableFuture<List<Violation>> right = new CompletableFuture<>();

    /** An empty stage of its own. */
    protected abstract Stage stage(String name);

    @BeforeAll
    final void runAll() {
        Stage rightStage = stage("right");
        right = CompletableFuture.supplyAsync(() -> Rehearsal.right(rightStage), threads);
        for (Mistake mistake : Mistake.values()) {
            Stage stage = stage(mistake.name());
            wrong.put(mistake, CompletableFuture.supplyAsync(() -> Rehearsal.wrong(stage, mistake), threads));
        }
    }

    @AfterAll
    final void endAll() {
        threads.shutdownNow();
    }

    @Test
    void withoutAMistakeNothingIsFound() {
        assertThat(right.join()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachMistakeIsFound(Mistake mistake) {
        assertThat(wrong.get(mistake).join()).extracting(Violation::invariant).contains(mistake.broken());
    }
}
