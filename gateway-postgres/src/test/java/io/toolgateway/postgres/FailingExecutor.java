package io.toolgateway.postgres;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.executors.CommandExecutor;

/**
 * Commands of which the n-th does not get to Redis, or is not answered.
 *
 * @param inner runs them
 * @param calls says which
 */
record FailingExecutor(CommandExecutor inner, NthCall calls) implements CommandExecutor {

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        NthCall.Fate fate = calls.next();
        if (fate == NthCall.Fate.FAILS_BEFORE) {
            throw new JedisConnectionException("it did not get there");
        }
        T answer = inner.executeCommand(command);
        if (fate == NthCall.Fate.FAILS_AFTER) {
            throw new JedisConnectionException("nothing came back");
        }
        return answer;
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
