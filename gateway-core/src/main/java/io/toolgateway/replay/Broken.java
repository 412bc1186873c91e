package io.toolgateway.replay;

/**
 * An expectation of a recording that was not met.
 *
 * @param file the file
 * @param line the line, from 1
 * @param call the tool's name, with the call's id if it has one
 * @param priority {@code P0} or {@code P1}
 * @param expected the answer that was expected, with its code if one was
 * @param got the answer that came, with the code of a denial
 * @since 0.1
 */
public record Broken(String file, long line, String call, String priority, String expected, String got) {

    /** {@return {@code file:line: P0 call: expected ..., got ...}} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + priority + " " + call + ": expected " + expected + ", got " + got;
    }
}
