SELECT count(*) FROM ${schema}.tool_call_proposals p
