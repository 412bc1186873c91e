-- What is held of one shard, at one moment.
-- KEYS 1 switches 2 limits, then those of rows (hashes), then those of keys (strings)
-- ARGV 1 the time in microseconds, or '' for the server's 2 how many rows, then the names of limits
local now = ARGV[1]
if now == '' then
  local time = redis.call('TIME')
  now = string.format('%.0f', time[1] * 1000000 + time[2])
end
local rows, taken, sums = {}, {}, {}
local count = tonumber(ARGV[2])
for i = 3, 2 + count do
  rows[#rows + 1] = redis.call('HMGET', KEYS[i], 'content', 'state', 'version', 'head')
end
for i = 3 + count, #KEYS do
  taken[#taken + 1] = redis.call('GET', KEYS[i])
end
for i = 3, #ARGV do
  sums[#sums + 1] = redis.call('HGET', KEYS[2], ARGV[i])
end
return {now, redis.call('HGETALL', KEYS[1]), rows, taken, sums}
