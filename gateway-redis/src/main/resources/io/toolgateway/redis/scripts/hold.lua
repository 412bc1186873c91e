-- Holds an entry of a stream anew, if it is this consumer's still. Gives how often it was given, and its fields; nothing if another
-- consumer has it, or it is gone.
-- KEYS 1 the stream
-- ARGV 1 the group 2 the consumer 3 the entry's id 4 '1' if it is given once more by this 5 the one form of an entry that is known:
--   what this consumer cannot read was not given to it
local held = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2])
if #held == 0 then
  return false
end
local found = redis.call('XRANGE', KEYS[1], ARGV[3], ARGV[3])
if #found == 0 then
  redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
  return false
end
local given, fields = held[1][4], found[1][2]
if ARGV[4] == '1' then
  for i = 1, #fields, 2 do
    if fields[i] == 'v' and fields[i + 1] == ARGV[5] then
      given = given + 1
      break
    end
  end
end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'RETRYCOUNT', given, 'JUSTID')
return {given, fields}
