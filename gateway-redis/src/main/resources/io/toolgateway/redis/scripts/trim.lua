-- Forgets the oldest entries of a view's log.
-- KEYS 1 view 2 log
-- ARGV 1 the id before which they may go
redis.call('XTRIM', KEYS[2], 'MINID', '~', ARGV[1])
if redis.call('HEXISTS', KEYS[1], 'log_from') == 1 then
  local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)
  redis.call('HSET', KEYS[1], 'log_from', first[1] and first[1][1] or '')
end
return 1
