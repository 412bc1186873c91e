-- Forgets consumers of a group that hold nothing; one that holds something would take it along.
-- KEYS 1 the stream
-- ARGV 1 the group 2 the consumer that leaves, or '' for all that were not heard of 3 for so many milliseconds
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #info, 2 do
    consumer[info[i]] = info[i + 1]
  end
  local leaves = consumer.name == ARGV[2] or ARGV[2] == '' and consumer.idle > tonumber(ARGV[3])
  if leaves and consumer.pending == 0 then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end
return 1
