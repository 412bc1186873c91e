package io.toolgateway.schema;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a foreign engine within the budget; whatever goes wrong in it is a refusal, never consent and never an exception. */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private Guard() {}

    static List<Violation> run(Supplier<List<Violation>> check) {
        Budget.begin();
        try {
            return check.get();
        } catch (Budget.Spent | StackOverflowError e) {
            return List.of(Messages.TOO_COSTLY);
        } catch (RuntimeException e) {
            // The class only: an engine's message may repeat the value.
            LOG.error(
                    "the schema engine failed with {}; the value is refused",
                    e.getClass().getName());
            return List.of(Messages.UNEXPLAINED);
        }
    }
}
