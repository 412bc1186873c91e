-- Only what is for this person; all of it where no ids are given.
INSERT INTO ${schema}.tool_call_inbox_reads (number, user_id)
SELECT i.number, ?::text::${id} FROM ${schema}.tool_call_inbox i
WHERE i.tenant_id = ?::text::${id} AND (?::text = ANY (i.users) OR i.roles && ?::text[])
    AND i.put_at >= clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision)
    AND (?::text[] IS NULL OR i.id = ANY (?::text[]::uuid[]))
ON CONFLICT DO NOTHING
