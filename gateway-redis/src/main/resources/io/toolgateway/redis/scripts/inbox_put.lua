-- Puts an entry into a tenant's inbox, unless its id is there, and removes some of what is too old. Its number is the time at which it was
-- put in microseconds, or one more than the last one's, so that numbers tell the age too.
-- KEYS 1 the texts by their ids 2 all ids by their numbers, then those for each role and user that it is for
-- ARGV 1 the time in microseconds, or '' for the server's 2 how long entries are kept, in microseconds 3 its id 4 its text
local AT_ONCE = 100
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local kept = tonumber(ARGV[2])
local too_old = '(' .. string.format('%.0f', now - kept)
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', too_old, 'LIMIT', 0, AT_ONCE)) do
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
end
if redis.call('HEXISTS', KEYS[1], ARGV[3]) == 1 then
  return 0
end
local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
local number = string.format('%.0f', math.max(now, tonumber(last or 0) + 1))
redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
for i = 2, #KEYS do
  redis.call('ZADD', KEYS[i], number, ARGV[3])
  if i > 2 then
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', too_old)
  end
end
local millis = string.format('%.0f', math.ceil(kept / 1000))
for i = 1, #KEYS do
  redis.call('PEXPIRE', KEYS[i], millis)
end
return 1
