package io.toolgateway.redis.faults;

import io.toolgateway.testkit.faults.Tripwire;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.executors.CommandExecutor;

/**
 * Tells a tripwire of each script that writes.
 *
 * @param inner runs the commands
 * @param tripwire is told
 */
record TrippingExecutor(CommandExecutor inner, Tripwire tripwire) implements CommandExecutor {

    /** What the last argument of a commit begins with: its last group. */
    static final String SIGN = "{\"before\":";

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        if (!isCommit(command.getArguments())) {
            return inner.executeCommand(command);
        }
        AtomicReference<T> answer = new AtomicReference<>();
        tripwire.<RuntimeException>commit(() -> answer.set(inner.executeCommand(command)));
        return answer.get();
    }

    private static boolean isCommit(CommandArguments arguments) {
        byte[] last = arguments.get(arguments.size() - 1).getRaw();
        return new String(last, 0, Math.min(last.length, SIGN.length()), StandardCharsets.UTF_8).equals(SIGN);
    }

    @Override
    public void close() {
        try {
            inner.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
