INSERT INTO ${schema}.tool_call_votes (proposal_id, stage, reviewer, seen_hash, at)
SELECT proposal_id, stage, reviewer, seen_hash, at FROM pg_catalog.json_populate_recordset(NULL::${schema}.tool_call_votes, ?::json)
