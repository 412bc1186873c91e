package io.toolgateway.redis;

/**
 * What became of the entries that one call of {@link ProposalLog#read} was given.
 *
 * @param handled how many the function returned from
 * @param failed how many it threw at; they come again
 * @param dead how many were put aside, since they cannot be read or came too often
 * @param left how many are of a form that only a newer version of this library reads; they wait for one
 * @since 0.1
 */
public record LogBatch(int handled, int failed, int dead, int left) {

    static final LogBatch NONE = new LogBatch(0, 0, 0, 0);
    static final LogBatch HANDLED = new LogBatch(1, 0, 0, 0);
    static final LogBatch FAILED = new LogBatch(0, 1, 0, 0);
    static final LogBatch DEAD = new LogBatch(0, 0, 1, 0);
    static final LogBatch LEFT = new LogBatch(0, 0, 0, 1);

    LogBatch plus(LogBatch other) {
        return new LogBatch(handled + other.handled, failed + other.failed, dead + other.dead, left + other.left);
    }

    /** {@return true if there was no entry} */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
