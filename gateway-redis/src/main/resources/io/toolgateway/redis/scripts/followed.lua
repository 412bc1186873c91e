-- A view shows all that the record had up to a point. Gives 0 if it is in another epoch, and nothing is changed.
-- KEYS 1 view 2 log
-- ARGV 1 epoch 2 point
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'point', ARGV[2])
if redis.call('HEXISTS', KEYS[1], 'log_from') == 0 then
  local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)
  redis.call('HSET', KEYS[1], 'log_from', first[1] and first[1][1] or '')
end
return 1
