-- The texts of some events, in one round trip.
-- KEYS 1 the event stream
-- ARGV the ids of their entries
local texts = {}
for _, id in ipairs(ARGV) do
  for _, entry in ipairs(redis.call('XRANGE', KEYS[1], id, id)) do
    texts[#texts + 1] = entry[2][2]
  end
end
return texts
