INSERT INTO ${schema}.tool_call_proposals (${written}) SELECT ${sent} FROM ${rows} AS n
ON CONFLICT DO NOTHING
