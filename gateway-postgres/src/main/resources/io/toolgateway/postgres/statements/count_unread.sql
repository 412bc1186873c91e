SELECT count(*) FROM ${schema}.tool_call_inbox i
LEFT JOIN ${schema}.tool_call_inbox_reads r ON r.number = i.number AND r.user_id = ?::text::${id}
WHERE i.tenant_id = ?::text::${id} AND (?::text = ANY (i.users) OR i.roles && ?::text[])
    AND i.put_at >= clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision)
    AND r.number IS NULL
