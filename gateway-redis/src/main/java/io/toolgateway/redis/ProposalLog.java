package io.toolgateway.redis;

import io.toolgateway.redis.LogReading.Garbled;
import io.toolgateway.redis.LogReading.Known;
import io.toolgateway.redis.LogReading.Newer;
import io.toolgateway.store.StoreException;
import io.toolgateway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * Reads the log of a {@link RedisProposalStore}, the stream {@code pending_tool_calls}: an entry for each proposal that was parked,
 * and one for each change of its status. For what follows the proposals: figures, notices, a copy elsewhere.
 *
 * <p>A group begins at the start of the log, however late it is made, and each entry is given to one of its readers, at least once:
 * it is done with when the function has returned. If the function throws, or the process dies, the entry comes again, after what
 * {@link ProposalLogBuilder#takingOverAfter} says; and all of it comes again if the group is lost. So the function has to bear
 * repeats: {@link LogEntry#proposal} and {@link LogEntry#version} name the change. New entries come in the order of the log, on a
 * cluster in that of each shard; those that come again come later than they would have.
 *
 * <p>What cannot be read, or came five times in vain, is copied to the stream {@code pending_tool_calls:dead}, with the entry's id,
 * the group and the reason, and is done with; the latest 100,000 are kept there. What a newer version of this library wrote is left
 * for a reader that knows it. Neither keeps other entries back, and nothing that stands in an entry is ever run. A function whose
 * own place to write to is away should wait, or the host stop reading: throwing at all that comes puts all of it aside in the end.
 *
 * <p>Threads: safe for concurrent use; each thread is given other entries, and the order holds within one thread.
 *
 * @since 0.1
 */
public final class ProposalLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProposalLog.class);

    private static final int GIVEN_AT_MOST = 5;
    /** Under a client's ordinary socket timeout, which ends a wait for a server that is gone. */
    private static final Duration BLOCKS_AT_MOST = Duration.ofMillis(500);

    private final List<LogStream> streams;
    private final TimeSource time;
    private final Duration sure;

    ProposalLog(ProposalLogBuilder options) {
        // New with every reader: two under one name would take each other's entries for their own.
        String consumer = UUID.randomUUID().toString();
        this.streams = options.shards().all().stream()
                .map(keys -> new LogStream(options, keys, consumer))
                .toList();
        this.time = options.time();
        this.sure = options.idle().dividedBy(2);
    }

    /**
     * A reader on a client, to be built.
     *
     * @param redis a client for one server, for Sentinel or for a cluster, with a pool; its timeouts are the host's to set
     * @return what else can be said about it
     */
    public static ProposalLogBuilder on(UnifiedJedis redis) {
        return new ProposalLogBuilder(redis);
    }

    /**
     * Gives what is there, and does not wait: of each stream some entries that come again, then some new ones.
     *
     * @param function is called for one entry after the other, on this thread; whatever it throws is logged by its class
     * @return what became of the entries; empty if there were none
     * @throws StoreException if Redis does not answer, or refuses; on a cluster, if nothing was given and a shard does so
     */
    public LogBatch read(Consumer<? super LogEntry> function) {
        return overStreams(stream -> {
            LogBatch batch = again(stream, function);
            return batch.plus(fresh(stream, Duration.ZERO, function));
        });
    }

    /**
     * Gives what is there, and waits for something to come if there is nothing.
     *
     * @param atMost how long to wait; it holds a connection, for half a second at a time
     * @param function is called for one entry after the other, on this thread; whatever it throws is logged by its class
     * @return what became of the entries; empty if none came in that time
     * @throws StoreException if Redis does not answer, or refuses; on a cluster, if nothing was given and a shard does so
     * @throws InterruptedException if the thread is interrupted while nothing is there
     */
    public LogBatch read(Duration atMost, Consumer<? super LogEntry> function) throws InterruptedException {
        long end = time.nanoTime() + atMost.toNanos();
        LogBatch batch = read(function);
        long left = end - time.nanoTime();
        while (batch.isEmpty() && left > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // Several shards are on several nodes, so that one after the other is listened to.
            Duration each = Duration.ofNanos(Math.min(left, BLOCKS_AT_MOST.toNanos()) / streams.size());
            batch = overStreams(stream -> again(stream, function).plus(fresh(stream, each, function)));
            left = end - time.nanoTime();
        }
        return batch;
    }

    /** What is done with one stream. */
    private interface Work {
        LogBatch on(LogStream stream);
    }

    /** A stream that does not answer keeps nobody from the others. */
    private LogBatch overStreams(Work work) {
        LogBatch all = LogBatch.NONE;
        StoreException failed = null;
        for (LogStream stream : streams) {
            try {
                all = all.plus(work.on(stream));
            } catch (StoreException e) {
                failed = e;
            }
        }
        if (all.isEmpty() && failed != null) {
            throw failed;
        }
        if (all.left() > 0) {
            LOG.warn("{} entries of the log are of a newer form; they wait for a newer reader", all.left());
        }
        return all;
    }

    private LogBatch again(LogStream stream, Consumer<? super LogEntry> function) {
        LogBatch batch = LogBatch.NONE;
        for (String id : stream.abandoned()) {
            // Each when its turn comes: if it kills this process, those behind it were not given in vain.
            LogStream.Given held = stream.hold(id, true);
            batch = held == null ? batch : batch.plus(give(stream, held, function));
        }
        return batch;
    }

    private LogBatch fresh(LogStream stream, Duration atMost, Consumer<? super LogEntry> function) {
        LogBatch batch = LogBatch.NONE;
        // Not after the answer: what was sent and lay on the way is held already.
        long askedAt = time.nanoTime();
        for (LogStream.Given held : stream.fresh(atMost)) {
            boolean isLate = time.nanoTime() - askedAt > sure.toNanos();
            if (!isLate || stream.hold(held.id(), false) != null) {
                batch = batch.plus(give(stream, held, function));
            }
        }
        return batch;
    }

    private static LogBatch give(LogStream stream, LogStream.Given held, Consumer<? super LogEntry> function) {
        LogReading reading = LogReading.of(held.id(), held.fields());
        if (reading instanceof Newer) {
            return LogBatch.LEFT;
        }
        if (reading instanceof Garbled garbled) {
            return bury(stream, held, garbled.flaw());
        }
        if (held.times() > GIVEN_AT_MOST) {
            return bury(stream, held, "given " + GIVEN_AT_MOST + " times in vain");
        }
        try {
            function.accept(((Known) reading).entry());
        } catch (Throwable e) {
            // Not what it says: that may show arguments.
            LOG.warn(
                    "the entry {} was given {} times and not handled: {}",
                    held.id(),
                    held.times(),
                    e.getClass().getName());
            return LogBatch.FAILED;
        }
        stream.acknowledge(held.id());
        return LogBatch.HANDLED;
    }

    private static LogBatch bury(LogStream stream, LogStream.Given held, String why) {
        return stream.bury(held.id(), why) ? LogBatch.DEAD : LogBatch.NONE;
    }

    /** Says good-bye to the server; what was given in vain stays for other readers. The client is the host's to close. */
    @Override
    public void close() {
        streams.forEach(LogStream::leave);
    }
}
