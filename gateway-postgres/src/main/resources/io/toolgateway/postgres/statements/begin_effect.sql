-- A handler's own statements end before its call's time is over, and so does its standing still between them. The time left;
-- the settings are made only if there is any.
SELECT t.millis,
       CASE WHEN t.millis > 0 THEN set_config('statement_timeout', t.millis::text, true) END,
       CASE WHEN t.millis > 0 THEN set_config('idle_in_transaction_session_timeout', t.millis::text, true) END
FROM (SELECT least(floor(extract(epoch FROM ?::text::timestamptz - clock_timestamp()) * 1000), 86400000)::int AS millis) AS t
