-- What nobody has asked for in all the time: see Outbox.KEPT_FOR. The oldest have the lowest numbers.
DELETE FROM ${schema}.tool_call_outbox WHERE number IN (
    SELECT o.number FROM ${schema}.tool_call_outbox o
    WHERE o.number IN (SELECT n.number FROM ${schema}.tool_call_outbox n ORDER BY n.number LIMIT 1000)
      AND o.sent_at < clock_timestamp() - pg_catalog.make_interval(secs => ?::double precision)
    FOR UPDATE SKIP LOCKED)
