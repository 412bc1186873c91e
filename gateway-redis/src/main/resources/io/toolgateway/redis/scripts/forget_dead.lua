-- Removes the consumers of a group that are gone: in one step, for one that got an entry meanwhile would take it along.
-- KEYS 1 the stream
-- ARGV 1 the group 2 for how many milliseconds they must not have asked
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then
  local nobody_listened_yet = consumers.err:find('NOGROUP') or consumers.err:find('no such key')
  return nobody_listened_yet and 0 or consumers
end
local forgotten = 0
for _, fields in ipairs(consumers) do
  local consumer = {}
  for i = 1, #fields, 2 do
    consumer[fields[i]] = fields[i + 1]
  end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    forgotten = forgotten + 1
  end
end
return forgotten
