package io.toolgateway.examples.benchmarks.postgres;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/** db-scheduler with what its authors advise for high throughput. */
final class DbScheduler implements Peer {

    static final int THREADS = 20;
    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
              task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
              execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
              last_success timestamptz, last_failure timestamptz, consecutive_failures int, last_heartbeat timestamptz,
              version bigint NOT NULL, priority smallint, PRIMARY KEY (task_name, task_instance));
            CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
            CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat)""";

    private final String name;
    private final OneTimeTask<String> task;
    private final Scheduler scheduler;

    /**
     * Creates one whose workers are not started.
     *
     * @param immediate whether it runs what it stores at once, rather than at its next poll
     * @param threads how many jobs it runs at once
     */
    DbScheduler(DataSource pool, boolean immediate, int threads, Watch watch) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        this.name = immediate ? "db-scheduler, immediate" : "db-scheduler, polling";
        this.task = Tasks.oneTime("refund", String.class).execute((instance, context) ->
                watch.started().run());
        SchedulerBuilder builder = Scheduler.create(pool, task)
                .threads(threads)
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onExecutionComplete(ExecutionComplete complete) {
                        watch.done().run();
                    }
                })
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(100));
        this.scheduler =
                immediate ? builder.enableImmediateExecution().build() : builder.build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String told() {
        return "pollUsingLockAndFetch(1.0, 4.0), a poll each 100 ms and, if immediate, what it stored itself at once;"
                + " a row is inserted, updated when it is picked (several in a statement) and deleted at the end;"
                + " nothing stays";
    }

    @Override
    public void enqueue() {
        scheduler.schedule(task.instance(UUID.randomUUID().toString(), Subject.ARGUMENTS), Instant.now());
    }

    @Override
    public void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
