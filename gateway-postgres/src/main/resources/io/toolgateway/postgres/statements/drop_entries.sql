-- What nobody is shown any more: see Inbox.KEPT_FOR. The oldest have the lowest numbers.
DELETE FROM ${schema}.tool_call_inbox WHERE number IN (
    SELECT i.number FROM ${schema}.tool_call_inbox i
    WHERE i.number IN (
            SELECT n.number FROM ${schema}.tool_call_inbox n WHERE n.tenant_id = ?::text::${id} ORDER BY n.number LIMIT 100)
        AND i.put_at < clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision))
