-- What is known of a view: its epoch, the record that it follows, how far, where its log began, and where it begins now. Texts,
-- empty for what is not there, and 'none' for the beginning of a log that is none: somebody put another type in its place.
-- KEYS 1 view 2 log
local view = redis.call('HMGET', KEYS[1], 'epoch', 'record', 'point', 'log_from')
local first = redis.pcall('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)
local answer = {}
for i = 1, 4 do
  answer[i] = view[i] or ''
end
answer[5] = first.err and 'none' or first[1] and first[1][1] or ''
return answer
