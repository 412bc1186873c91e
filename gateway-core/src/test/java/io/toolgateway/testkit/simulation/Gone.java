package io.toolgateway.testkit.simulation;

/** Unwinds an actor whose host has died, or whose history is over. Nothing that it still does reaches anything. */
final class Gone extends Error {

    private static final long serialVersionUID = 1;

    Gone(String why) {
        super(why, null, false, false);
    }
}
