-- Lists what is for a person, newest first: of each entry its number, its id, 1 if it was read, and its text.
-- KEYS 1 the texts by their ids 2 what the person has read, then what is for the person and for each role
-- ARGV 1 the time in microseconds, or '' for the server's 2 how long entries are kept, in microseconds 3 below which number, or '+inf'
--   4 how many at most
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end
local oldest = string.format('%.0f', now - tonumber(ARGV[2]))
local numbers, ids = {}, {}
for i = 3, #KEYS do
  local found = redis.call('ZREVRANGEBYSCORE', KEYS[i], ARGV[3], oldest, 'WITHSCORES', 'LIMIT', 0, ARGV[4])
  for at = 1, #found, 2 do
    if not numbers[found[at]] then
      ids[#ids + 1] = found[at]
    end
    numbers[found[at]] = tonumber(found[at + 1])
  end
end
table.sort(ids, function(one, other) return numbers[one] > numbers[other] end)
local items = {}
for i = 1, math.min(#ids, tonumber(ARGV[4])) do
  local text = redis.call('HGET', KEYS[1], ids[i])
  if text then
    local read = redis.call('ZSCORE', KEYS[2], ids[i]) and 1 or 0
    items[#items + 1] = {string.format('%.0f', numbers[ids[i]]), ids[i], read, text}
  end
end
return items
