-- With all steps of their chains; but for those that have had an event since.
DELETE FROM ${schema}.tool_call_proposals p
WHERE (p.id = ANY (?::text[]::uuid[]) OR p.chain_id = ANY (?::text[]::uuid[]))
  AND ${schema}.tool_call_stays(p, ?) IS NULL
RETURNING p.id
