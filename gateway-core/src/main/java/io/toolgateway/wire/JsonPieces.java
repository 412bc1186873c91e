package io.toolgateway.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a call whose arguments came in pieces as it would have come in one. */
final class JsonPieces {

    private JsonPieces() {}

    /**
     * The start event's object with the assembled arguments in it: as JSON if they are JSON, else as the text they are.
     */
    static String with(Node start, String argumentsName, @Nullable String arguments) {
        List<@Nullable Object> members = new ArrayList<>();
        start.members().forEach((name, value) -> {
            if (!name.equals(argumentsName)) {
                members.add(name);
                members.add(Out.raw(value.source()));
            }
        });
        members.add(argumentsName);
        members.add(arguments != null && Node.isWhole(arguments) ? Out.raw(arguments) : arguments);
        return Out.object(members.toArray());
    }
}
