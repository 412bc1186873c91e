package io.toolgateway.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a schema says of a place of a value without constraining it. */
final class Annotations {

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private Annotations() {}

    static Optional<String> of(SchemaNode root, List<String> place, String keyword) {
        Set<SchemaNode> here = Defaults.together(List.of(root));
        for (String token : place) {
            List<SchemaNode> members = Defaults.ofMember(here, token);
            List<SchemaNode> items =
                    INDEX.matcher(token).matches() ? Defaults.ofItem(here, Integer.parseInt(token)) : List.of();
            here = Defaults.together(
                    Stream.concat(members.stream(), items.stream()).toList());
        }
        return here.stream()
                .map(schema -> schema.get(keyword))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }
}
