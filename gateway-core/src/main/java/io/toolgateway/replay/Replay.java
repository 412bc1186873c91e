package io.toolgateway.replay;

import io.toolgateway.Gateway;
import io.toolgateway.GatewayBuilder;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.policy.Guardrail;
import io.toolgateway.policy.Policy;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
import io.toolgateway.tool.ToolResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Sends recorded calls through a registry and a policy, by a real gateway whose handlers are replaced by ones that do nothing:
 * what would be allowed, parked, denied, invalid (SPEC O6).
 *
 * <pre>{@code
 * Replay.of(registry, policy).run(Path.of("calls.jsonl")).requireP0();
 * }</pre>
 *
 * <p><b>Nothing is run.</b> No handler of the registry is called. Neither, unless {@link #withToolFunctions} is asked for, are
 * the tools' functions that may look into the application's data (permission for the resource, completion, checks, version);
 * then a call that only these would refuse shows as allowed or parked. The policy and guardrails are asked for real. Proposals
 * are kept in memory and thrown away; a policy that looks at history sees the calls of the run so far as having been made just
 * now.
 *
 * <p><b>A calls file</b> is JSON Lines, UTF-8, a call a row; {@code .gz} is unpacked; blank lines are passed over.
 *
 * <pre>{@code
 * {"id":"c1","tool":"refund","arguments":{"order_id":"ORD-12345","amount":900},
 *  "caller":{"tenant":"acme","user":"ann","roles":["agent"]},"expect":"parked","priority":"P0"}
 * }</pre>
 *
 * <ul>
 *   <li>{@code tool} (text, needed): the tool's name as the model sent it, known or not.
 *   <li>{@code arguments}: an object, or a text, which is taken as the raw text that was received, valid JSON or not. Write a
 *       text where every character counts; an object's numbers are written anew. Left out or null: none came.
 *   <li>{@code id} (text): the provider's id of the call, for the report.
 *   <li>{@code caller} (object): {@code tenant}, {@code user} (texts), {@code roles} (array of texts), {@code attributes} (object
 *       of texts). What is left out is the default caller's, see {@link #as}.
 *   <li>{@code request} (text): the id of the user's request; left out, each row is one of its own.
 *   <li>{@code untrusted_content} (true or false): whether content of strangers had entered the conversation; left out, false.
 *   <li>{@code expect}: {@code allowed}, {@code parked}, {@code denied}, {@code invalid}, {@code refused} (denied or invalid) or
 *       {@code not_allowed} (anything but allowed).
 *   <li>{@code code} (text): with {@code "expect":"denied"}, the code of the denial, such as {@code not_permitted} or
 *       {@code unknown_tool}.
 *   <li>{@code priority}: {@code P0}, which fails a build, or {@code P1}, which is reported; left out, {@code P1}. Only with
 *       {@code expect}.
 *   <li>{@code result}: {@code success} or {@code failure}, what came of the call when it was recorded.
 *   <li>{@code took_ms} (number): how many milliseconds its handler took when it was recorded.
 *   <li>Members that begin with {@code x-} are passed over; any other is an error, so that a typo never loses an expectation.
 * </ul>
 *
 * <p>A bad row is reported with its line and what is wrong, and the run goes on; since an expectation may stand in it,
 * {@link ReplayReport#requireP0} fails on it. Tools files are read by {@link RecordedTools}.
 *
 * <p>Threads: confined to one thread.
 *
 * @since 0.1
 */
public final class Replay {

    private final ToolRegistry tools;
    private final Policy policy;
    private final Map<String, Guardrail> guardrails = new LinkedHashMap<>();
    private Caller caller = Caller.of("replay", "replay");
    private TimeSource time = TimeSource.SYSTEM;
    private boolean functions;

    private Replay(ToolRegistry tools, Policy policy) {
        this.tools = Objects.requireNonNull(tools, "tools");
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * A replay over a registry, whose handlers are never called, and a policy.
     *
     * @param tools the application's own registry, or one of {@link RecordedTools}
     * @param policy the rules to try
     * @return the replay, to be run as often as wanted
     */
    public static Replay of(ToolRegistry tools, Policy policy) {
        return new Replay(tools, policy);
    }

    /**
     * Asks the tools' own functions, too: permission for the resource, completion, checks and version. They may read the
     * application's data, so this is for where that is meant.
     *
     * @return this
     */
    public Replay withToolFunctions() {
        this.functions = true;
        return this;
    }

    /**
     * Sets on whose behalf the rows without a caller are. Default: user {@code replay} of tenant {@code replay}, without roles.
     *
     * @param caller the caller
     * @return this
     */
    public Replay as(Caller caller) {
        this.caller = Objects.requireNonNull(caller, "caller");
        return this;
    }

    /**
     * Adds a guardrail, as a gateway has them.
     *
     * @param name for the record
     * @param guardrail the inspection
     * @return this
     */
    public Replay guardrail(String name, Guardrail guardrail) {
        guardrails.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(guardrail, "guardrail"));
        return this;
    }

    /**
     * Sets the clock, for rules over time and for tests.
     *
     * @param time the clock
     * @return this
     */
    public Replay time(TimeSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Runs a calls file, without telling of progress.
     *
     * @param calls the file
     * @return what came of it
     * @throws RecordingException if the file cannot be read; a bad row is no such case
     */
    public ReplayReport run(Path calls) {
        return run(calls, new StringBuilder());
    }

    /**
     * Runs a calls file.
     *
     * @param calls the file
     * @param progress is told a line every five seconds
     * @return what came of it
     * @throws RecordingException if the file cannot be read; a bad row is no such case
     * @throws UncheckedIOException if progress cannot be told
     */
    public ReplayReport run(Path calls, Appendable progress) {
        Run run = new Run(this, calls.toString(), progress);
        Lines.read(calls, run::row);
        return run.report();
    }

    /**
     * Runs rows that are not in a file.
     *
     * @param source what to call them in the report
     * @param rows the rows, each the text of a JSON object
     * @param progress is told a line every five seconds
     * @return what came of it
     * @throws UncheckedIOException if progress cannot be told
     */
    public ReplayReport run(String source, Stream<String> rows, Appendable progress) {
        Run run = new Run(this, source, progress);
        long[] line = {0};
        rows.forEachOrdered(row -> run.row(++line[0], Lines.parse(row)));
        return run.report();
    }

    /** A gateway over the tools' contracts alone. */
    Gateway gateway(GatewayListener listener) {
        ToolRegistry harmless = tools.with(
                tool -> (functions ? tool : tool.withoutFunctions()).handledBy(call -> ToolResult.success()));
        GatewayBuilder builder = Gateway.builder()
                .tools(harmless)
                .policy(policy)
                .time(time)
                .listener(listener)
                .withoutLogging();
        guardrails.forEach(builder::guardrail);
        return builder.build();
    }

    /** Whether the answer to a call depends on the calls before it. */
    boolean looksBack() {
        return !policy.historyWindows().isEmpty();
    }

    Caller caller() {
        return caller;
    }

    TimeSource time() {
        return time;
    }

    static void tell(Appendable progress, String line) {
        try {
            progress.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
