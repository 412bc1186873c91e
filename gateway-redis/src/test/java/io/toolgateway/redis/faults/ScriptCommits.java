package io.toolgateway.redis.faults;

import io.toolgateway.testkit.faults.CommitCutter;
import java.nio.charset.StandardCharsets;

/** Finds the scripts that write in what a client sends, also where the sign of one comes in two pieces. */
final class ScriptCommits implements CommitCutter.Commits {

    private static final byte[] SIGN = TrippingExecutor.SIGN.getBytes(StandardCharsets.UTF_8);

    private int matched;

    @Override
    public boolean in(byte[] bytes, int length) {
        boolean found = false;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == SIGN[matched]) {
                matched++;
            } else {
                matched = bytes[i] == SIGN[0] ? 1 : 0;
            }
            if (matched == SIGN.length) {
                found = true;
                matched = 0;
            }
        }
        return found;
    }
}
