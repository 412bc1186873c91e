package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.Failpoint;
import io.toolgateway.testkit.faults.Tripwire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.executors.CommandExecutor;

/**
 * Tells a tripwire when a reconciler has shown some of what is missing and not yet the rest.
 *
 * @param inner runs the commands
 * @param tripwire is told
 */
record TrippingRepairs(CommandExecutor inner, Tripwire tripwire) implements CommandExecutor {

    private static final List<String> SCRIPTS = List.of("EVAL", "EVALSHA");

    /** The second argument of the script that shows, where a reconciler calls it. */
    private static final String SIGN = "later";

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        T answer = inner.executeCommand(command);
        if (isRepair(command.getArguments())) {
            tripwire.reached(Failpoint.RECONCILE_MID_BATCH);
        }
        return answer;
    }

    /** A script's command is its name, the script, how many keys, the keys, the arguments. */
    private static boolean isRepair(CommandArguments arguments) {
        if (!SCRIPTS.contains(text(arguments, 0))) {
            return false;
        }
        int second = 3 + Integer.parseInt(text(arguments, 2)) + 1;
        return second < arguments.size() && text(arguments, second).equals(SIGN);
    }

    private static String text(CommandArguments arguments, int place) {
        return new String(arguments.get(place).getRaw(), StandardCharsets.UTF_8);
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
