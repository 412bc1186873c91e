-- A write transaction waits for nobody for long, and knows its rows by their keys: the planner must not guess from the
-- statistics of a table that was empty a moment ago, nor plan a statement again for each number of keys. Nor must it compile:
-- where a scan is switched off and is the only way, as in a table without rows, the cost counts as huge, and compiling takes a
-- second for what runs in a millisecond.
SELECT pg_catalog.set_config('lock_timeout', '5s', true),
       pg_catalog.set_config('statement_timeout', '10s', true),
       pg_catalog.set_config('idle_in_transaction_session_timeout', '10s', true),
       pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true),
       pg_catalog.set_config('enable_seqscan', 'off', true),
       pg_catalog.set_config('enable_hashjoin', 'off', true),
       pg_catalog.set_config('enable_mergejoin', 'off', true),
       pg_catalog.set_config('jit', 'off', true)
