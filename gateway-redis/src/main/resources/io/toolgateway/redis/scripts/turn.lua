-- Whether it is this process' turn to keep the view up to date: whoever has it keeps it until it does not ask for some time. Also a
-- trial whether this server takes writes. Gives 1 or 0, and the view's epoch.
-- KEYS 1 reconciler 2 view
-- ARGV 1 the process 2 how long without asking, in milliseconds
local now = redis.call('GET', KEYS[1])
if not now or now == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return {1, redis.call('HGET', KEYS[2], 'epoch') or ''}
end
redis.call('SET', KEYS[1], now, 'KEEPTTL')
return {0, redis.call('HGET', KEYS[2], 'epoch') or ''}
