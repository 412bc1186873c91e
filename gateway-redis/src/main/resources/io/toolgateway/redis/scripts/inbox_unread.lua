-- Counts what is for a person and not read, as far as it is wanted.
-- KEYS 1 what the person has read, then what is for the person and for each role
-- ARGV 1 the time in microseconds, or '' for the server's 2 how long entries are kept, in microseconds
-- 3 how far it is counted
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local oldest = string.format('%.0f', now - tonumber(ARGV[2]))
local seen, unread = {}, 0
for i = 2, #KEYS do
  for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[i], '+inf', oldest)) do
    if not seen[id] then
      seen[id] = true
      if not redis.call('ZSCORE', KEYS[1], id) then
        unread = unread + 1
        if unread == tonumber(ARGV[3]) then
          return unread
        end
      end
    end
  end
end
return unread
