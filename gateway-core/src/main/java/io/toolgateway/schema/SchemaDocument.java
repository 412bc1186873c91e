package io.toolgateway.schema;

import java.util.Map;

/** A schema that passed the registration check: every keyword known, every local reference found. */
record SchemaDocument(Dialect dialect, SchemaNode root, Map<String, SchemaNode> byPointer) {}
