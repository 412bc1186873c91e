package io.toolgateway.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses references that come back to where they started without going into the value: no value could be checked. */
final class ReferenceLoops {

    private final Set<SchemaNode> open = new HashSet<>();
    private final Set<SchemaNode> done = new HashSet<>();

    private ReferenceLoops() {}

    static void refuse(Collection<SchemaNode> nodes) {
        ReferenceLoops loops = new ReferenceLoops();
        nodes.forEach(loops::visit);
    }

    private void visit(SchemaNode node) {
        if (done.contains(node)) {
            return;
        }
        if (!open.add(node)) {
            throw new SchemaRefusedException(node.pointer, "$ref", "the references here lead back to themselves");
        }
        inPlace(node).forEach(this::visit);
        open.remove(node);
        done.add(node);
    }

    /** The schemas that are applied to the same place of the value as this one. */
    private static List<SchemaNode> inPlace(SchemaNode node) {
        List<SchemaNode> nodes = new ArrayList<>();
        if (node.target != null) {
            nodes.add(node.target);
        }
        for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
            nodes.addAll(node.listed(keyword));
        }
        for (String keyword : List.of("not", "if", "then", "else")) {
            SchemaNode child = node.single.get(keyword);
            if (child != null) {
                nodes.add(child);
            }
        }
        nodes.addAll(node.named("dependentSchemas").values());
        nodes.addAll(node.named("dependencies").values());
        return nodes;
    }
}
