package io.toolgateway.examples.portal.chat;

import io.toolgateway.Gateway;
import io.toolgateway.approval.ReviewItem;
import io.toolgateway.caller.Caller;
import io.toolgateway.json.Json;
import io.toolgateway.json.JsonLimits;
import io.toolgateway.json.Parsed;
import io.toolgateway.outcome.Outcome;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.store.StoreException;
import io.toolgateway.tool.Arguments;
import io.toolgateway.tool.ToolCall;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about, in a line: its arguments without secrets, as they are on record; of a call that is not, as the model sent them.
 */
final class Subject {

    private static final int LONGEST_VALUE = 60;
    private static final int LONGEST = 240;

    private final Gateway gateway;
    private final Caller caller;

    Subject(Gateway gateway, Caller caller) {
        this.gateway = gateway;
        this.caller = caller;
    }

    /** Only a line on a page: where the record cannot be reached now, it is left out. */
    String of(Outcome outcome, @Nullable ToolCall call) {
        try {
            return read(outcome, call);
        } catch (StoreException e) {
            return "";
        }
    }

    private String read(Outcome outcome, @Nullable ToolCall call) {
        return recorded(outcome.proposalId())
                .or(() -> Optional.ofNullable(call).flatMap(this::sent))
                .map(Subject::line)
                .orElse("");
    }

    private Optional<String> recorded(@Nullable ProposalId id) {
        return Optional.ofNullable(id)
                .flatMap(known -> gateway.approvals().find(known, caller))
                .map(ReviewItem::steps)
                .flatMap(steps ->
                        steps.stream().filter(step -> step.id().equals(id)).findFirst())
                .map(step -> step.content().arguments().shown());
    }

    private Optional<String> sent(ToolCall call) {
        String arguments = call.arguments() == null ? "" : call.arguments();
        return Json.parse(arguments, JsonLimits.DEFAULT) instanceof Parsed.Value parsed
                        && parsed.value() instanceof Map<?, ?> members
                ? gateway.tools()
                        .find(call.name())
                        .map(tool -> tool.shownOfInvalid(Arguments.of(Json.asObject(members))))
                : Optional.empty();
    }

    private static String line(String shown) {
        String line = Json.parseObject(shown).entrySet().stream()
                .filter(argument -> !argument.getKey().equals("idempotency_key"))
                .map(argument -> label(argument.getKey()) + " " + text(argument.getValue()))
                .collect(Collectors.joining(", "));
        return bounded(line, LONGEST);
    }

    private static String label(String name) {
        return name.replaceFirst("_id$", "").replace('_', ' ');
    }

    private static String text(@Nullable Object value) {
        return bounded(value instanceof String text ? text : Json.write(value), LONGEST_VALUE);
    }

    private static String bounded(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
