-- Takes a call out of each of some buckets, or out of none if one of them is full. Gives 0 if it did, else
-- after how many microseconds there is room in all of them, if nobody else comes.
-- A bucket is a hash: its level, and when that was so in microseconds. A call adds to the level what a window drains of one call, so
-- that all numbers are whole and nothing is rounded. A bucket that has run dry is as good as none, and is forgotten.
-- KEYS the buckets
-- ARGV 1 the time in microseconds, or '' for the server's; then of each bucket what drains in a microsecond, what a call adds, and
--   what it holds
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end

local levels, wait = {}, 0
for i = 1, #KEYS do
  local drains, adds, holds = tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3]), tonumber(ARGV[i * 3 + 1])
  local bucket = redis.call('HMGET', KEYS[i], 'level', 'at')
  local level = tonumber(bucket[1] or 0)
  -- A clock that was set back fills no bucket and drains none.
  local passed = math.max(0, now - tonumber(bucket[2] or now))
  levels[i] = math.max(0, level - passed * drains) + adds
  if levels[i] > holds then
    wait = math.max(wait, math.ceil((levels[i] - holds) / drains))
  end
end
if wait > 0 then
  return wait
end
for i = 1, #KEYS do
  redis.call('HSET', KEYS[i], 'level', string.format('%.0f', levels[i]), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[i], string.format('%.0f', math.ceil(levels[i] / tonumber(ARGV[i * 3 - 1]) / 1000) + 1))
end
return 0
