package io.toolgateway.examples.benchmarks.postgres;

import javax.sql.DataSource;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** JobRunr, which looks for jobs every five seconds at the soonest. */
final class JobRunr implements Peer {

    private static final int POLL_SECONDS = 5;
    /** Each takes as long as a poll. */
    private static final int STARTS = 2;

    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;
    private final StorageProvider storage;

    /** What it stores; both are called by reflection. */
    public record Refund(String arguments) implements JobRequest {
        @Override
        public Class<Refunds> getJobRequestHandler() {
            return Refunds.class;
        }
    }

    /** What it calls. */
    public static final class Refunds implements JobRequestHandler<Refund> {

        private final Runnable started;

        Refunds(Runnable started) {
            this.started = started;
        }

        @Override
        public void run(Refund refund) {
            started.run();
        }
    }

    /**
     * Creates one whose workers are not started.
     *
     * @param threads how many jobs it runs at once
     */
    JobRunr(DataSource pool, int threads, Watch watch) {
        JacksonJsonMapper mapper = new JacksonJsonMapper();
        this.storage = new PostgresStorageProvider(pool) {
            @Override
            public Job save(Job saved) {
                Job after = super.save(saved);
                // Its filters and listeners are told before this, or later.
                if (after.hasState(StateName.SUCCEEDED)) {
                    watch.done().run();
                }
                return after;
            }
        };
        storage.setJobMapper(new JobMapper(mapper));
        this.scheduler = new JobRequestScheduler(storage);
        Refunds refunds = new Refunds(watch.started());
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(refunds);
            }
        };
        this.server = new BackgroundJobServer(
                storage,
                mapper,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollIntervalInSeconds(POLL_SECONDS)
                        .andWorkerCount(threads));
    }

    @Override
    public String name() {
        return "JobRunr";
    }

    @Override
    public String told() {
        return "a poll each " + POLL_SECONDS
                + " s, the least it allows on SQL; a row with the job as JSON is inserted, and updated when it is taken and when it has run, with the history of its states; it stays for 36 hours";
    }

    @Override
    public int starts(int wished) {
        return STARTS;
    }

    @Override
    public void enqueue() {
        scheduler.enqueue(new Refund(Subject.ARGUMENTS));
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.stop();
    }
}
