SELECT ${columns} FROM ${schema}.tool_call_proposals p
