-- Says when a message that was taken comes again; nothing if it is gone.
-- KEYS 1 the messages of its kind by the time from which they are due
-- ARGV 1 the time in microseconds, or '' for the server's 2 how much later, in microseconds 3 the member
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', now + tonumber(ARGV[2])), ARGV[3])
return 1
