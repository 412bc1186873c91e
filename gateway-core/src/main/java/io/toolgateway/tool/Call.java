package io.toolgateway.tool;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A tool call whose arguments have been parsed and validated and whose caller is known: what a tool's own permission, check,
 * completion and version functions see.
 *
 * <p>Threads: immutable.
 *
 * @since 0.1
 */
public sealed class Call permits Invocation {

    private final String tool;
    private final Arguments arguments;
    private final Caller caller;
    private final Request request;

    /**
     * Creates a call, as the gateway and tests of a tool's functions do.
     *
     * @param tool the tool's name
     * @param arguments validated arguments
     * @param caller on whose behalf
     * @param request the request it belongs to
     */
    public Call(String tool, Arguments arguments, Caller caller, Request request) {
        this.tool = tool;
        this.arguments = arguments;
        this.caller = caller;
        this.request = request;
    }

    /** {@return the tool's name} */
    public String tool() {
        return tool;
    }

    /** {@return the arguments} */
    public Arguments arguments() {
        return arguments;
    }

    /** {@return on whose behalf the call is made} */
    public Caller caller() {
        return caller;
    }

    /** {@return the user's request that the call belongs to} */
    public Request request() {
        return request;
    }

    /**
     * A text argument.
     *
     * @param name the argument's name
     * @return the text
     * @throws ArgumentException if it is not a text
     */
    public String text(String name) {
        return arguments.text(name);
    }

    /**
     * A number, exactly.
     *
     * @param name the argument's name
     * @return the number
     * @throws ArgumentException if it is not a number
     */
    public BigDecimal decimal(String name) {
        return arguments.decimal(name);
    }

    /**
     * A boolean argument.
     *
     * @param name the argument's name
     * @return its value
     * @throws ArgumentException if it is not a boolean
     */
    public boolean flag(String name) {
        return arguments.flag(name);
    }

    /**
     * Whether an argument is there and not null.
     *
     * @param name the argument's name
     * @return true if it has a value
     */
    public boolean has(String name) {
        return arguments.has(name);
    }

    /**
     * The arguments with one filled in if the model left it out: what a tool's completion returns.
     *
     * @param name the argument's name
     * @param value anything {@link io.toolgateway.json.Json#of} takes
     * @return the arguments, changed only if the argument was absent or null
     */
    public Arguments withDefault(String name, @Nullable Object value) {
        return arguments.has(name) ? arguments : arguments.with(name, value);
    }

    /** Names only: arguments may hold secrets. */
    @Override
    public String toString() {
        return tool + arguments.asMap().keySet() + " by " + caller;
    }
}
