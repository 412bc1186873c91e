-- Puts an entry of a stream that this consumer holds aside: copied to another stream, then acknowledged. Gives 1, or 0 if another
-- consumer has it.
-- KEYS 1 the stream 2 the other
-- ARGV 1 the group 2 the consumer 3 the entry's id 4 why 5 about how many the other stream keeps
if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2]) == 0 then
  return 0
end
local found = redis.call('XRANGE', KEYS[1], ARGV[3], ARGV[3])
if #found > 0 then
  local fields = found[1][2]
  local copy = {'XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', 'entry', ARGV[3], 'group', ARGV[1], 'reason', ARGV[4]}
  if #fields <= 4000 then
    for _, word in ipairs(fields) do
      copy[#copy + 1] = word
    end
  else
    -- Lua gives a call no more than some thousand words.
    copy[#copy + 1] = 'fields'
    copy[#copy + 1] = cjson.encode(fields)
  end
  redis.call(unpack(copy))
end
redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
return 1
