-- Forgets limits whose windows are long over, the oldest first. Gives how many.
-- KEYS 1 limits 2 their ends
-- ARGV 1 the time in microseconds, or '' for the server's 2 how much later than its end a limit goes 3 how many at most
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local past = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - tonumber(ARGV[2])), 'LIMIT', 0, ARGV[3])
for _, limit in ipairs(past) do
  redis.call('HDEL', KEYS[1], limit)
  redis.call('ZREM', KEYS[2], limit)
end
return #past
