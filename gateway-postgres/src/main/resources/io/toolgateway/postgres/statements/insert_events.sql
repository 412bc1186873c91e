INSERT INTO ${schema}.tool_call_events (${written}) SELECT ${sent} FROM ${rows} AS n
