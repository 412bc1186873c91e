-- For what goes along an index and stops after a page: the planner must not collect and sort all that is left.
SELECT pg_catalog.set_config('enable_bitmapscan', 'off', true), pg_catalog.set_config('enable_sort', 'off', true)
