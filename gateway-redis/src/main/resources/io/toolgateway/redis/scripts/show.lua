-- Shows versions of proposals, each once, and hints that there is work. Changes of the status go to the log.
-- KEYS 1 view 2 unfinished 3 waiting 4 log 5 hints, then for each version the key that says that its proposal is over
-- ARGV 1 epoch: of another one nothing is shown
--   2 which versions are taken: 'next' the one behind that which is shown, 'later' any behind it, 'same' that one again, too
--   3 how long it is remembered that a proposal is over, in milliseconds 4 how many hints are kept about
--   5 how many hints, then the id and the version of each
--   then for each version: its place among what is shown, version, status, tool_name, tool_args, triggered_by, conversation_id,
--   valid_until, proposal_id, tenant_id, request_id, created_at
-- Gives the epoch, how many were shown, and how many are not shown since one before them is missing.

-- A stream that somebody has written the last possible id into takes no more, and neither does a key that is no stream: it begins
-- again, or nothing would ever be shown any more. Of a log that does so the next look finds that it was lost.
local function add(key, ...)
  local id = redis.pcall('XADD', key, ...)
  if type(id) == 'table' and id.err then
    if string.find(id.err, 'exhausted', 1, true) or string.find(id.err, 'equal or smaller', 1, true)
        or string.find(id.err, 'WRONGTYPE', 1, true) then
      redis.call('UNLINK', key)
    end
    id = redis.call('XADD', key, ...)
  end
  return id
end

local hints = tonumber(ARGV[5])
for i = 1, hints do
  add(KEYS[5], 'MAXLEN', '~', ARGV[4], '*', 'proposal_id', ARGV[4 + 2 * i], 'version', ARGV[5 + 2 * i])
end
local epoch = redis.call('HGET', KEYS[1], 'epoch') or ''
if epoch == '' or epoch ~= ARGV[1] then
  return {epoch, 0, 0}
end

local function taken(version, shown)
  if ARGV[2] == 'next' then
    return version == shown + 1
  elseif ARGV[2] == 'later' then
    return version > shown
  end
  return version >= shown
end

local function logged(at)
  local id = add(KEYS[4], '*', 'tool_name', ARGV[at + 3], 'tool_args', ARGV[at + 4], 'triggered_by', ARGV[at + 5],
    'conversation_id', ARGV[at + 6], 'valid_until', ARGV[at + 7], 'status', ARGV[at + 2], 'proposal_id', ARGV[at + 8],
    'version', ARGV[at + 1], 'tenant_id', ARGV[at + 9], 'request_id', ARGV[at + 10], 'created_at', ARGV[at + 11], 'v', '1')
  if redis.call('HGET', KEYS[1], 'log_from') == '' then
    redis.call('HSET', KEYS[1], 'log_from', id)
  end
end

local shown, missing = 0, 0
local at = 6 + 2 * hints
for i = 6, #KEYS do
  local member, version, status = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2]
  local open = redis.call('ZSCORE', KEYS[2], member)
  local over = not open and redis.call('GET', KEYS[i])
  local before = tonumber(open or over or '0')
  if taken(version, before) then
    shown = shown + 1
    local waits = redis.call('ZSCORE', KEYS[3], member)
    local old = over and status or waits and 'pending' or open and 'approved'
    if status == 'pending' or status == 'approved' then
      redis.call('ZADD', KEYS[2], ARGV[at + 1], member)
    else
      redis.call('ZREM', KEYS[2], member)
      redis.call('SET', KEYS[i], ARGV[at + 1], 'PX', ARGV[3])
    end
    if status == 'pending' then
      redis.call('ZADD', KEYS[3], 0, member)
    else
      redis.call('ZREM', KEYS[3], member)
    end
    if old ~= status then
      logged(at)
    end
  elseif version > before then
    missing = missing + 1
  end
  at = at + 12
end
return {epoch, shown, missing}
