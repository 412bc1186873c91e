package io.toolgateway.replay;

/**
 * A row of a recording that says nothing clear, so that nothing was done with it.
 *
 * @param file the file
 * @param line the line, from 1
 * @param problem what is wrong with it
 * @since 0.1
 */
public record BadRow(String file, long line, String problem) {

    /** {@return {@code file:line: problem}} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + problem;
    }
}
