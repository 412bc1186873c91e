package io.toolgateway.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** As whom a server runs: Postgres refuses root, and in a container a build is often root. */
enum Account {

    /** As whoever runs the build. */
    DIRECT(false) {
        @Override
        List<String> command(List<String> plain) {
            return plain;
        }
    },

    /** In a user namespace where nobody is root; the files keep their owner. Container engines often forbid it. */
    UNSHARE(false) {
        @Override
        List<String> command(List<String> plain) {
            return joined(List.of("unshare", "-U"), plain);
        }
    },

    /** As {@code nobody}, who has to own the data. */
    SETPRIV(true) {
        @Override
        List<String> command(List<String> plain) {
            return joined(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), plain);
        }
    },

    /** As {@code nobody}, where setpriv is missing. */
    RUNUSER(true) {
        @Override
        List<String> command(List<String> plain) {
            return joined(List.of("runuser", "-u", "nobody", "--"), plain);
        }
    },

    /** As {@code nobody}, where runuser is missing, too. */
    SU(true) {
        @Override
        List<String> command(List<String> plain) {
            String line = plain.stream()
                    .map(word -> "'" + word.replace("'", "'\\''") + "'")
                    .collect(Collectors.joining(" ", "exec ", ""));
            return List.of("su", "-s", "/bin/sh", "nobody", "-c", line);
        }
    };

    static final int NOBODY = 65534;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final boolean ownsData;

    Account(boolean ownsData) {
        this.ownsData = ownsData;
    }

    /** The command that runs this command as this account. */
    abstract List<String> command(List<String> plain);

    /** Whether it does run commands here, and not as root. */
    boolean works() {
        if (windows()) {
            return this == DIRECT;
        }
        Command.Result uid = Command.run(PATIENCE, command(List.of("id", "-u")));
        return uid.ok()
                && !uid.output().equals("0")
                && (!ownsData || uid.output().equals(String.valueOf(NOBODY)));
    }

    /** Hands a directory to this account, if it is not the owner by itself. */
    void own(Path directory) throws IOException {
        if (ownsData) {
            Files.setAttribute(directory, "unix:uid", NOBODY);
            Files.setAttribute(directory, "unix:gid", NOBODY);
        }
    }

    /** The first way that works here. */
    static Account forPostgres() {
        for (Account account : values()) {
            if (account.works()) {
                return account;
            }
        }
        throw new NoTestServer(
                "Postgres does not run as root, and none of unshare, setpriv, runuser and su works here. Set "
                        + TestServers.POSTGRES_URL + ", or run the build as a normal user",
                null);
    }

    static boolean windows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    private static List<String> joined(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }
}
