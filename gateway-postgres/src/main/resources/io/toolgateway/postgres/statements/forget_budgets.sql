-- A day later than their end: hosts say which window a call falls into, and their clocks may be behind.
DELETE FROM ${schema}.tool_call_budgets b WHERE b.key IN (
    SELECT o.key FROM ${schema}.tool_call_budgets o WHERE o.ends_at < clock_timestamp() - interval '1 day'
    ORDER BY o.ends_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
