-- A view begins anew, in another epoch and with nothing shown. Until its point is set it tells nobody a number.
-- KEYS 1 view 2 unfinished 3 waiting 4 log
-- ARGV 1 epoch 2 record
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
local log = redis.call('TYPE', KEYS[4]).ok
if log ~= 'stream' and log ~= 'none' then
  redis.call('UNLINK', KEYS[4])
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'record', ARGV[2])
return 1
