package io.toolgateway.examples.proposallog;

import java.net.URI;

/**
 * What the program was asked for.
 *
 * @param redis the address of a Redis
 * @param namespace what the names of its keys begin with
 */
record Options(URI redis, String namespace) {

    private static final String REDIS = "--redis=";
    private static final String IN = "--in=";

    /**
     * Reads {@code --redis=} and {@code --in=}.
     *
     * @throws IllegalArgumentException for anything else, without its value, which may hold a password
     */
    static Options of(String... args) {
        Options options = new Options(URI.create("redis://localhost:6379"), "proposal-log-example");
        for (String arg : args) {
            if (arg.startsWith(REDIS)) {
                options = new Options(URI.create(arg.substring(REDIS.length())), options.namespace);
            } else if (arg.startsWith(IN)) {
                options = new Options(options.redis, arg.substring(IN.length()));
            } else {
                throw new IllegalArgumentException(
                        "There are two options, --redis=redis://... and --in=..., and neither is "
                                + arg.replaceFirst("=.*", ""));
            }
        }
        return options;
    }
}
