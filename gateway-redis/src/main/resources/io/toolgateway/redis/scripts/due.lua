-- What of some indexes by time has come, of each a page, the oldest first.
-- KEYS the indexes
-- ARGV 1 the time in microseconds, or '' for the server's 2 how much later to look 3 how many of each, then from which place in each
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local until_when = string.format('%.0f', now + tonumber(ARGV[2]))
local found = {}
for i = 1, #KEYS do
  found[i] = redis.call('ZRANGEBYSCORE', KEYS[i], '-inf', until_when, 'LIMIT', ARGV[3 + i], ARGV[3])
end
return found
