-- Takes messages that are due and holds them: those that have waited longest, in the order in which they were sent. Gives of each
-- its id, how often it was taken, and its text.
-- KEYS 1 the messages 2 how often each was taken 3 those of the kind by the time from which they are due 4 those of the topic in
--   their order, if it is about one
-- ARGV 1 the time in microseconds, or '' for the server's 2 how long to hold, in microseconds 3 how many at most
local PAGE, PAGES = 100, 100
-- A member is the message's number, which has 16 digits, a colon, and its id; a text has the number and a colon before it, too.
local ID = 18
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local held_until = string.format('%.0f', now + tonumber(ARGV[2]))
local limit = tonumber(ARGV[3])

local due = {}
if #KEYS == 4 then
  -- Of one topic few are held; where there are very many, those behind wait their turn.
  for page = 0, PAGES - 1 do
    local members = redis.call('ZRANGE', KEYS[4], page * PAGE, page * PAGE + PAGE - 1)
    for _, member in ipairs(members) do
      local from = redis.call('ZSCORE', KEYS[3], member)
      if #due < limit and from and tonumber(from) <= now then
        due[#due + 1] = member
      end
    end
    if #members < PAGE or #due == limit then
      break
    end
  end
else
  due = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now), 'LIMIT', 0, limit)
  table.sort(due)
end

local taken = {}
for _, member in ipairs(due) do
  local id = string.sub(member, ID)
  local text = redis.call('HGET', KEYS[1], id)
  if text then
    redis.call('ZADD', KEYS[3], 'XX', held_until, member)
    taken[#taken + 1] = {id, redis.call('HINCRBY', KEYS[2], id, 1), string.sub(text, ID)}
  else
    redis.call('ZREM', KEYS[3], member)
  end
end
return taken
