package io.toolgateway.wire;

import io.toolgateway.wire.Out.Raw;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One provider's format. Stateless; names are the wire's own. */
interface Format {

    NameRule nameRule();

    /** What an argument's name on the top level has to be; null if the provider states nothing. */
    default @Nullable Pattern argumentName() {
        return null;
    }

    /** One tool, as JSON text. */
    String definition(String name, String description, Raw schema);

    default String definitions(List<String> each) {
        return Out.array(each);
    }

    /**
     * Reads a whole response into the turn.
     *
     * @throws Unreadable if it is not of this format
     */
    void read(Node response, Turn turn);

    /** A reader of events into the turn. */
    Events events(Turn turn);

    /** At least one answer, as the messages to append. */
    List<String> results(List<Answer> answers);

    /** At least one notice, as what to append. All in one message: some providers want turns to alternate. */
    default List<String> late(List<String> notices) {
        return List.of(Out.object("role", "user", "content", String.join("\n\n", notices)));
    }

    /** Reads the events of one stream. */
    interface Events {

        /** @throws Unreadable if it is not of this format */
        void accept(Node event);
    }
}
