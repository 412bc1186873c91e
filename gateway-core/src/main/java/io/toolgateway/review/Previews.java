package io.toolgateway.review;

import io.toolgateway.json.Json;
import io.toolgateway.proposal.Phase;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Preview;
import io.toolgateway.tool.RegisteredTool;
import io.toolgateway.tool.ResultReference;
import io.toolgateway.tool.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks tools what calls would change, on threads of its own and for a short time: a card never waits for long, nor for what a tool
 * throws.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Previews {

    /** Those of one card have it together. */
    static final Duration WITHIN = Duration.ofSeconds(2);

    /** A tool that does not heed interrupts keeps its thread; others are then told that there is none. */
    private static final int AT_ONCE = 16;

    private static final int KEPT_SECONDS = 10;

    private final TimeSource time;
    private final ThreadPoolExecutor pool;

    Previews(TimeSource time, ThreadFactory threads) {
        this.time = time;
        this.pool =
                new ThreadPoolExecutor(0, AT_ONCE, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    void close() {
        pool.shutdownNow();
    }

    /** One that was asked for. */
    final class Asked {
        private final @Nullable Future<Preview> task;
        private final String refused;

        private Asked(@Nullable Future<Preview> task, String refused) {
            this.task = task;
            this.refused = refused;
        }

        /** Waits for it until then. */
        ReviewStep.ShownPreview shown(long by, LocalForm readable, Secrets secrets) {
            if (task == null) {
                return ReviewStep.ShownPreview.none(refused);
            }
            try {
                Preview preview = task.get(Math.max(0, by - time.nanoTime()), TimeUnit.NANOSECONDS);
                return preview == null
                        ? ReviewStep.ShownPreview.none("the tool gave none")
                        : of(preview, readable, secrets);
            } catch (TimeoutException e) {
                return ReviewStep.ShownPreview.none("it took too long");
            } catch (ExecutionException e) {
                return ReviewStep.ShownPreview.none("the tool could not make one");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ReviewStep.ShownPreview.none("it was interrupted");
            } finally {
                task.cancel(true);
            }
        }
    }

    /**
     * Asks for one.
     *
     * @return null if the tool offers none, or it is too late to ask
     */
    @Nullable
    Asked ask(Proposal step, @Nullable RegisteredTool tool) {
        Function<Call, Preview> preview = tool == null ? null : tool.tool().preview();
        if (tool == null || preview == null || step.phase() != Phase.PENDING) {
            return null;
        }
        if (tool.tool().acceptsResultIn().stream()
                .anyMatch(name -> ResultReference.isIn(step.arguments().value(name)))) {
            return new Asked(null, "an argument is what an earlier step returns");
        }
        Call call = new Call(
                step.tool(),
                step.arguments(),
                step.content().origin().caller(),
                step.content().origin().request());
        FutureTask<Preview> task = new FutureTask<>(asked(preview, call));
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            return new Asked(null, "too many are being made");
        } catch (OutOfMemoryError e) {
            // No thread was to be had.
            return new Asked(null, "too many are being made");
        }
        return new Asked(task, "");
    }

    private static Callable<Preview> asked(Function<Call, Preview> preview, Call call) {
        return () -> preview.apply(call);
    }

    private static ReviewStep.ShownPreview of(Preview preview, LocalForm readable, Secrets secrets) {
        List<ReviewStep.ShownPreview.Row> rows = new ArrayList<>();
        for (Preview.Row row : preview.rows()) {
            rows.add(new ReviewStep.ShownPreview.Row(
                    Visible.of(secrets.removedFrom(row.label())),
                    value(row.before(), readable, secrets),
                    value(row.after(), readable, secrets)));
        }
        return new ReviewStep.ShownPreview(rows, null);
    }

    private static ShownText value(@Nullable Object value, LocalForm readable, Secrets secrets) {
        if (value == null) {
            return new ShownText(Hidden.mark("nothing"), Set.of(), 0, null);
        }
        if (value instanceof Number number) {
            return Visible.of(secrets.removedFrom(exact(number, readable)));
        }
        return Visible.of(
                value instanceof Boolean flag ? (flag ? "yes" : "no") : secrets.removedFrom(value.toString()));
    }

    /** A readable number is exact as long as nobody can read it in two ways; a group and a decimal sign can change places. */
    private static String exact(Number number, LocalForm readable) {
        String exact = Json.canonical(number);
        String words = readable.number(number);
        return words.equals(exact) ? exact : words + " (" + exact + ")";
    }
}
