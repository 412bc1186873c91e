package io.toolgateway.policy;

import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.testkit.People;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.Call;
import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.time.Instant;

/** Calls to be judged. */
final class Requests {

    static final Tool REFUND = Tool.named("process_refund")
            .idempotent()
            .destructive()
            .callableBy("support_agent")
            .handledBy(call -> ToolResult.success());

    static final Tool READ = Tool.named("get_order_status")
            .readOnly()
            .callableBy("support_agent")
            .handledBy(call -> ToolResult.success());

    private Requests() {}

    static PolicyRequest refund(String arguments) {
        return of(REFUND, People.ANN, Arguments.parse(arguments));
    }

    static PolicyRequest of(Tool tool, Caller caller, Arguments arguments) {
        return of(tool, caller, arguments, Request.of("req-1"), SettableClock.START, History.NONE);
    }

    static PolicyRequest of(
            Tool tool, Caller caller, Arguments arguments, Request request, Instant now, History history) {
        return new PolicyRequest(tool, new Call(tool.name(), arguments, caller, request), now, history);
    }
}
