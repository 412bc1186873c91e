-- Does groups of commands, each all or nothing: a group whose checks do not hold is left out. Gives 1 or 0 for each; 1 also for a
-- group that was done before, when a client sends again what was not answered.
-- KEYS all that the groups name by their place
-- ARGV 1 the time in microseconds, or '' for the server's; then the groups as JSON:
--   mine    [place of a hash, what its field attempt holds once this very group is done]; false for none
--   before  a time in microseconds from which on it is too late; false for none
--   checks  [place of a hash, field, expected] or [place of a string, expected]; false stands for: not there
--   writes  commands, their keys by place
-- Commands of our own:
--   EVENT event stream, list of its proposal or 0, list of its request, index by time, time, text
--   READY steps of a chain that are ready, index by due time, place in the chain, id: due at once if the chain is broken before it
--   BREAK steps of a chain that are ready, index by due time, place in the chain: what is ready behind it is due at once
--   SEND messages, number of the last, index by time sent, index of the kind by due time, index of the topic, id, due time, text:
--     nothing if the id is there already
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end

local function holds(group)
  if group.before and now >= tonumber(group.before) then
    return false
  end
  for _, check in ipairs(group.checks) do
    local found, expected
    if #check == 3 then
      found, expected = redis.call('HGET', KEYS[check[1]], check[2]), check[3]
    else
      found, expected = redis.call('GET', KEYS[check[1]]), check[2]
    end
    if found ~= expected then
      return false
    end
  end
  return true
end

local function event(write)
  local id = redis.call('XADD', KEYS[write[2]], '*', 'event', write[7])
  if write[3] ~= 0 then
    redis.call('RPUSH', KEYS[write[3]], id)
  end
  redis.call('RPUSH', KEYS[write[4]], id)
  redis.call('ZADD', KEYS[write[5]], write[6], id)
end

-- Where a chain is broken is a member of its own among the steps.
local BROKEN = 'broken'

local function ready(write)
  local broken = redis.call('ZSCORE', KEYS[write[2]], BROKEN)
  redis.call('ZADD', KEYS[write[2]], write[4], write[5])
  if broken and tonumber(broken) < tonumber(write[4]) then
    redis.call('ZADD', KEYS[write[3]], 'XX', 0, write[5])
  end
end

local function breaks(write)
  local before = redis.call('ZSCORE', KEYS[write[2]], BROKEN)
  if not before or tonumber(write[4]) < tonumber(before) then
    redis.call('ZADD', KEYS[write[2]], write[4], BROKEN)
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[write[2]], '(' .. write[4], '+inf')) do
    if id ~= BROKEN then
      redis.call('ZADD', KEYS[write[3]], 'XX', 0, id)
    end
  end
end

local function send(write)
  if redis.call('HEXISTS', KEYS[write[2]], write[7]) == 1 then
    return
  end
  local number = redis.call('INCR', KEYS[write[3]])
  local member = string.format('%016d:', number)
  redis.call('HSET', KEYS[write[2]], write[7], member .. write[9])
  redis.call('ZADD', KEYS[write[4]], string.format('%.0f', now), write[7])
  redis.call('ZADD', KEYS[write[5]], write[8], member .. write[7])
  redis.call('ZADD', KEYS[write[6]], number, member .. write[7])
end

local function perform(write)
  if write[1] == 'EVENT' then
    return event(write)
  elseif write[1] == 'READY' then
    return ready(write)
  elseif write[1] == 'BREAK' then
    return breaks(write)
  elseif write[1] == 'SEND' then
    return send(write)
  end
  local command = {}
  for i, part in ipairs(write) do
    command[i] = type(part) == 'number' and KEYS[part] or part
  end
  redis.call(unpack(command))
end

local answers = {}
for i = 2, #ARGV do
  local group = cjson.decode(ARGV[i])
  if group.mine and redis.call('HGET', KEYS[group.mine[1]], 'attempt') == group.mine[2] then
    answers[#answers + 1] = 1
  elseif holds(group) then
    for _, write in ipairs(group.writes) do
      perform(write)
    end
    answers[#answers + 1] = 1
  else
    answers[#answers + 1] = 0
  end
end
return answers
