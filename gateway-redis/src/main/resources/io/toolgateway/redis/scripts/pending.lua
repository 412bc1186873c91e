-- How many proposals of a tenant are shown as waiting; nil while the view is not whole.
-- KEYS 1 view 2 waiting
-- ARGV 1 the first and 2 the last member, as ZLEXCOUNT takes them
if redis.call('HEXISTS', KEYS[1], 'point') == 0 then
  return nil
end
return redis.call('ZLEXCOUNT', KEYS[2], ARGV[1], ARGV[2])
