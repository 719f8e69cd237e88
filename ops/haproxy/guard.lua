-- The action lua.bouncer of guard.cfg: asks Bouncer whether the client may come in, and answers it where it may not.

local function environment(name)
  return os.getenv(name) or error("expected " .. name .. " in the environment", 0)
end

local URL = environment("BOUNCER_API") .. "/v1/apps/" .. environment("BOUNCER_APP") .. "/check"
local AUTHORIZATION = "Bearer " .. environment("BOUNCER_KEY")
local TIMEOUT_MILLIS = 1000

local function escaped(id)
  return (id:gsub("[^A-Za-z0-9._~:@+-]", function(c) return string.format("%%%02X", c:byte()) end))
end

-- The address, and the variables that guard.cfg has set; of the client's headers nothing.
local function subjects(txn)
  local list = { "ip=" .. txn.sf:src() }
  for _, kind in ipairs({ "user", "token", "device" }) do
    local id = txn:get_var("txn.bouncer_" .. kind)
    if id then list[#list + 1] = kind .. "=" .. escaped(id) end
  end
  return table.concat(list, ", ")
end

-- A token that does not say when it was issued is older than any time.
local function question(txn)
  local headers = {
    ["authorization"] = { AUTHORIZATION },
    ["bouncer-subject"] = { subjects(txn) },
    ["bouncer-token-issued-at"] = { tostring(txn:get_var("txn.bouncer_issued_at") or 0) },
  }
  local first_seen = txn:get_var("txn.bouncer_first_seen")
  if first_seen then headers["bouncer-first-seen"] = { tostring(first_seen) } end
  return headers
end

local function refuse(txn, status, answer)
  local reply = txn:reply({ status = status, body = answer and answer.body or "" })
  reply:add_header("Cache-Control", "no-store")
  if answer then
    for _, name in ipairs({ "content-type", "retry-after" }) do
      if answer.headers[name] then reply:add_header(name, answer.headers[name][0]) end
    end
  else
    reply:add_header("Retry-After", "2")
  end
  txn:done(reply)
end

core.register_action("bouncer", { "http-req" }, function(txn)
  local asked, answer = pcall(function()
    return core.httpclient():get({
      url = URL,
      headers = question(txn),
      timeout = TIMEOUT_MILLIS,
    })
  end)
  if asked and answer.status == 200 then return end
  -- Without this header a 403 says that the API key lacks the scope, and a 401 that it is none: none of the client's business.
  if asked and (answer.status == 403 or answer.status == 401) and answer.headers["bouncer-problem"] then
    return refuse(txn, answer.status, answer)
  end

  -- When Bouncer cannot be asked or does not know, nobody comes in. With a plain "return" here everybody would.
  core.Warning("bouncer: expected 200, 401 or 403, got " .. tostring(asked and answer.status or answer))
  refuse(txn, 503)
end, 0)
