-- Reads everything, and removes history that a removal on record covers (HistoryArchive). Not: anything else.
REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role};
GRANT USAGE ON SCHEMA ${schema} TO ${role};
GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};
GRANT EXECUTE ON FUNCTION ${schema}.tool_call_stays(${schema}.tool_call_proposals, bigint),
    ${schema}.tool_call_open(text, text, jsonb) TO ${role};
GRANT INSERT ON ${schema}.tool_call_removals TO ${role};
GRANT DELETE ON ${schema}.tool_call_proposals, ${schema}.tool_call_events TO ${role};
