SELECT * FROM ${schema}.tool_call_seals z
