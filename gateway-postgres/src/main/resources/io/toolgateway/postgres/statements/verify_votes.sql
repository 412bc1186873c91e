SELECT p.id FROM ${schema}.tool_call_proposals p
CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(ROW ((v ->> 'stage')::integer, v ->> 'reviewer', v ->> 'seen_hash', (v ->> 'at')::timestamptz)::text
        ORDER BY v ->> 'stage', v ->> 'reviewer') AS votes FROM pg_catalog.jsonb_array_elements(p.votes) AS v) AS r
CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(ROW (v.stage, v.reviewer::text, v.seen_hash, v.at)::text ORDER BY v.stage::text, v.reviewer::text) AS votes
    FROM ${schema}.tool_call_votes v WHERE v.proposal_id = p.id) AS t
WHERE p.id = ANY (?::text[]::uuid[]) AND r.votes IS DISTINCT FROM t.votes
