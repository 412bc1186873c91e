package io.toolgateway.testkit.faults;

/** Cuts connections at their commits. Safe for concurrent use. */
public interface CutCommits {

    /** Cuts so many from now on. */
    void begin(int cuts);

    /** How many are left to cut. */
    int left();
}
