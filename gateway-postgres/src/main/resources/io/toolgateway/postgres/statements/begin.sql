-- A write transaction waits for nobody for long, and knows its rows by their keys: the planner must not guess from the
-- statistics of a table that was empty a moment ago.
SELECT set_config('lock_timeout', '5s', true),
       set_config('statement_timeout', '10s', true),
       set_config('idle_in_transaction_session_timeout', '10s', true),
       set_config('enable_seqscan', 'off', true),
       set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true)
