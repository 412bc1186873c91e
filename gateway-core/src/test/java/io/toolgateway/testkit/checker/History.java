package io.toolgateway.testkit.checker;

import java.util.List;

/**
 * Everything that is known of a run.
 *
 * @param effects the handlers' own file, in its order
 * @param events the store's record, in its order
 * @param rows the store's rows at the end
 * @param answers what the clients were told
 * @param bounds what time has to do with it
 */
public record History(
        List<EffectLine> effects, List<Recorded> events, List<Row> rows, List<Answer> answers, Bounds bounds) {

    /** Copies the lists. */
    public History {
        effects = List.copyOf(effects);
        events = List.copyOf(events);
        rows = List.copyOf(rows);
        answers = List.copyOf(answers);
    }
}
