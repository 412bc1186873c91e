-- Marks what is for a person as read: some entries, or all where none is named.
-- KEYS 1 what the person has read, then what is for the person and for each role
-- ARGV 1 the time in microseconds, or '' for the server's 2 how long entries are kept, in microseconds, then the ids
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local kept = tonumber(ARGV[2])
local oldest = string.format('%.0f', now - kept)
for i = 2, #KEYS do
  if #ARGV > 2 then
    for at = 3, #ARGV do
      local number = redis.call('ZSCORE', KEYS[i], ARGV[at])
      if number and tonumber(number) >= tonumber(oldest) then
        redis.call('ZADD', KEYS[1], number, ARGV[at])
      end
    end
  else
    local found = redis.call('ZRANGEBYSCORE', KEYS[i], oldest, '+inf', 'WITHSCORES')
    for at = 1, #found, 2 do
      redis.call('ZADD', KEYS[1], found[at + 1], found[at])
    end
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. oldest)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(kept / 1000)))
return 1
