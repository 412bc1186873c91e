-- The last removal, and where the next could end: everything before it was sealed before the limit. Every seal of one round ends
-- at the same transaction, of whichever tenant it is.
SELECT clock_timestamp() AS now, session_user::text AS by, z.removed_to AS next, r.*
FROM (SELECT pg_catalog.max(s.to_transaction) AS removed_to FROM ${schema}.tool_call_seals s
      WHERE s.at < ?::text::timestamptz
        AND s.to_transaction <= (SELECT sealed_to FROM ${schema}.tool_call_sealing)) AS z
LEFT JOIN (SELECT * FROM ${schema}.tool_call_removals ORDER BY number DESC LIMIT 1) AS r ON true
