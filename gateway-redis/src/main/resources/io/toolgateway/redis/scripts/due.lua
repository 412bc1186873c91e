-- What of some indexes by time has come, the oldest first.
-- KEYS the indexes  ARGV 1 the time in microseconds, or '' for the server's 2 how much later to look 3 from which place on 4 how many
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local found = {}
for i = 1, #KEYS do
  found[i] = redis.call('ZRANGEBYSCORE', KEYS[i], '-inf', string.format('%.0f', now + tonumber(ARGV[2])), 'LIMIT', ARGV[3], ARGV[4])
end
return found
