-- Drops the entries of a stream that are too old, but for those that stand together with younger ones; at most 10,000. Gives how many.
-- KEYS 1 the stream
-- ARGV 1 the time in microseconds, or '' for the server's 2 for how many milliseconds an entry is kept
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = math.floor(tonumber(ARGV[1]) / 1000)
end
local oldest = string.format('%.0f', math.max(0, now - tonumber(ARGV[2])))
return redis.call('XTRIM', KEYS[1], 'MINID', '~', oldest, 'LIMIT', 10000)
