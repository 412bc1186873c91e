package io.toolgateway.replay;

import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Policy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replays recorded calls from the command line; see {@link Replay} for the calls file and {@link RecordedTools} for the tools
 * file.
 *
 * <pre>{@code
 * ReplayMain --tools FILE --calls FILE [--policy CLASS] [--json FILE] [--caller-roles ROLE,ROLE]
 * }</pre>
 *
 * <p>{@code --policy} names a public class on the class path with a public constructor without parameters that implements
 * {@code Supplier<Policy>}; left out, {@link Policy#safeDefault()} judges. {@code --json} is where the report is written as JSON.
 * {@code --caller-roles} are the roles of rows without any.
 *
 * <p>The report goes to the standard output, progress and errors to the standard error. Exit status: 0 if no P0 expectation is
 * broken, 1 if one is, 2 if something is wrong with the arguments, a file or a row.
 *
 * @since 0.1
 */
public final class ReplayMain {

    private static final int BROKEN = 1;
    private static final int UNUSABLE = 2;
    private static final Set<String> OPTIONS = Set.of("--tools", "--calls", "--policy", "--json", "--caller-roles");
    private static final String USAGE =
            "usage: ReplayMain --tools FILE --calls FILE [--policy CLASS] [--json FILE] [--caller-roles ROLE,ROLE]";

    private ReplayMain() {}

    /** What is wrong with the arguments. */
    private static final class Unusable extends Exception {

        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Runs a replay and ends the process.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            Map<String, String> options = options(args);
            ReplayReport report = replay(options).run(Path.of(needed(options, "--calls")), err);
            out.print(report);
            String json = options.get("--json");
            if (json != null) {
                Files.writeString(Path.of(json), report.toJson() + "\n");
            }
            return !report.brokenP0().isEmpty() ? BROKEN : report.badRows().isEmpty() ? 0 : UNUSABLE;
        } catch (Unusable e) {
            err.println(e.getMessage());
            err.println(USAGE);
        } catch (RecordingException | IllegalArgumentException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("cannot write: " + e);
        }
        return UNUSABLE;
    }

    private static Replay replay(Map<String, String> options) throws Unusable {
        Policy policy = policy(options.get("--policy"));
        Replay replay = Replay.of(RecordedTools.read(Path.of(needed(options, "--tools"))), policy);
        String roles = options.get("--caller-roles");
        return roles == null ? replay : replay.as(Caller.of("replay", "replay").withRoles(roles.split(",", -1)));
    }

    private static Map<String, String> options(String[] args) throws Unusable {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!OPTIONS.contains(args[i])) {
                throw new Unusable("no such option: " + args[i]);
            }
            if (i + 1 == args.length) {
                throw new Unusable(args[i] + " needs a value");
            }
            if (options.put(args[i], args[i + 1]) != null) {
                throw new Unusable(args[i] + " is given twice");
            }
        }
        needed(options, "--tools");
        needed(options, "--calls");
        return options;
    }

    private static String needed(Map<String, String> options, String name) throws Unusable {
        String value = options.get(name);
        if (value == null) {
            throw new Unusable(name + " is missing");
        }
        return value;
    }

    private static Policy policy(@Nullable String name) throws Unusable {
        if (name == null) {
            return Policy.safeDefault();
        }
        try {
            Object made = Class.forName(name).getConstructor().newInstance();
            if (made instanceof Supplier<?> supplier && supplier.get() instanceof Policy policy) {
                return policy;
            }
            throw new Unusable(name + " is no Supplier<Policy>");
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw new Unusable("no policy can be made of " + name + ": " + e);
        }
    }
}
