-- Standing permissions as they stand, at one moment.
-- KEYS 1 the permissions 2 those taken back 3 limits 4 a set of ids, or none
-- ARGV 1 the time in microseconds, or '' for the server's, then the ids where there is no set
local now = ARGV[1]
if now == '' then
  local time = redis.call('TIME')
  now = string.format('%.0f', time[1] * 1000000 + time[2])
end
local ids = {}
if KEYS[4] then
  ids = redis.call('SMEMBERS', KEYS[4])
else
  for i = 2, #ARGV do
    ids[#ids + 1] = ARGV[i]
  end
end
local rows = {}
for _, id in ipairs(ids) do
  local form = redis.call('HGET', KEYS[1], id)
  if form then
    rows[#rows + 1] = {form, redis.call('HGET', KEYS[2], id), redis.call('HGET', KEYS[3], 'grant:' .. id)}
  end
end
return {now, rows}
