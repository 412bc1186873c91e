-- What is shown of proposals: the version of each, 0 for none, and 1 if it is shown as waiting.
-- KEYS 1 unfinished 2 waiting, then for each the key that says that it is over
-- ARGV their places among what is shown
local answer = {}
for i, member in ipairs(ARGV) do
  local version = redis.call('ZSCORE', KEYS[1], member) or redis.call('GET', KEYS[2 + i]) or '0'
  answer[i] = {tonumber(version), redis.call('ZSCORE', KEYS[2], member) and 1 or 0}
end
return answer
