-- Drops the entries of a stream that are too old, but for those that stand together with younger ones; at most 10,000. Gives how many.
-- KEYS 1 the stream 2 the view of which it is the log, if there is one
-- ARGV 1 the time in microseconds, or '' for the server's 2 for how many milliseconds an entry is kept
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = math.floor(tonumber(ARGV[1]) / 1000)
end
local oldest = string.format('%.0f', math.max(0, now - tonumber(ARGV[2])))
local trimmed = redis.call('XTRIM', KEYS[1], 'MINID', '~', oldest, 'LIMIT', 10000)
if trimmed > 0 and redis.call('HEXISTS', KEYS[2], 'log_from') == 1 then
  -- Not lost: it begins later from now on.
  local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
  redis.call('HSET', KEYS[2], 'log_from', first[1] and first[1][1] or '')
end
return trimmed
