-- The server roster's bridge: lets one external component (XEP-0114) speak for this virtual host's own domain in
-- server-to-server subscriptions (XEP-0267), which an external component cannot do by itself. In the configuration:
--
--   VirtualHost "montague.lit"
--       modules_enabled = { "server_roster" }
--       server_roster_component = "buddies.montague.lit"
--
-- In:  presence from bare domains, and the IQs named below, go to the component as they are.
-- Out: the component may send presence and IQs from exactly this domain. All else is checked as without this module.
--
-- Several virtual hosts may name one component. Seen with Prosody 0.12.3.

local jid = require "util.jid";
local st = require "util.stanza";
local new_xmpp_stream = require "util.xmppstream".new;

local domain = module.host;
assert(module:get_host_type() == "local", "mod_server_roster is for a VirtualHost, not for a Component");

-- Nil where the option is missing or wrong: then it is as if the component were away for ever. Were the module not to
-- load, mod_presence would grant every subscription.
local component = jid.prep(module:get_option_string("server_roster_component"));
if not component or component ~= jid.host(component) then
	component = nil;
	module:log("error", "server_roster_component must name the external component that speaks for %s; until it does, "
		.. "nothing that other servers ask of it is answered", domain);
end

-- The stream of the component, nil while it is away. Asked anew each time: hosts and components come and go.
local function component_session()
	local host = component and prosody.hosts[component];
	local external = host and host.modules.component;
	return external and external.session or nil;
end

local function is_question(stanza)
	return stanza.name == "iq" and (stanza.attr.type == "get" or stanza.attr.type == "set");
end

-- Straight to the component's stream: its host's events could be taken by another module loaded there.
-- Always true, so nothing handed over is answered by the server: mod_presence would grant every subscription.
local function hand_over(event)
	local session, stanza = component_session(), event.stanza;
	if session then
		session.send(stanza);
	elseif is_question(stanza) then
		event.origin.send(st.error_reply(stanza, "wait", "remote-server-timeout", "The server roster is away", domain));
	end
	return true;
end

--- In: presence

-- mod_presence is at 0. Presence from users stays with it.
module:hook("presence/host", function (event)
	if not jid.node(event.stanza.attr.from) then
		return hand_over(event);
	end
end, 10);

--- In: IQs

local xmlns_commands = "http://jabber.org/protocol/commands";
local server_buddy = "http://jabber.org/protocol/admin#server-buddy";
local own_commands = "urn:x-server-roster:admin#";

-- Whether a question to this domain is one for the server roster. The component checks who asks.
local concerns = {
	[xmlns_commands] = function (payload)
		local node = payload.attr.node or "";
		return node == server_buddy or node:sub(1, #own_commands) == own_commands;
	end;
	["jabber:iq:roster"] = function (_, from)
		return jid.host(from) ~= domain; -- Our own users mean their own rosters.
	end;
	["urn:x-server-roster:trust:1"] = function ()
		return true;
	end;
};

-- mod_iq, which tells the rest of the server, is at 0.
module:hook("iq/host", function (event)
	local stanza = event.stanza;
	local payload = stanza.tags[1];
	local concerns_us = is_question(stanza) and payload and concerns[payload.attr.xmlns];
	if concerns_us and concerns_us(payload, stanza.attr.from) then
		return hand_over(event);
	end
end, 10);

-- After mod_iq: results and errors that nothing of the server waits for answer the component's own questions.
module:hook("iq/host", function (event)
	local kind = event.stanza.attr.type;
	if kind == "result" or kind == "error" then
		return hand_over(event);
	end
end, -10);

--- Discovery

-- Without a component nothing is announced: that is how the service finds out, and says so.
if component then
	module:add_feature("urn:xmpp:server-presence");
end

-- Shown by mod_adhoc, where it is loaded; the hook above takes them before its handler could be asked.
for node, name in pairs(component and {
	[server_buddy] = "Subscribe to a Peer Server";
	[own_commands .. "pending"] = "List Requests of Peer Servers";
	[own_commands .. "approve"] = "Approve a Peer Server's Request";
	[own_commands .. "deny"] = "Refuse a Peer Server's Request";
	[own_commands .. "roster"] = "List the Server Roster";
	[own_commands .. "edit"] = "Name a Peer Server";
	[own_commands .. "unsubscribe"] = "Unsubscribe from a Peer Server";
	[own_commands .. "block"] = "Block a Peer Server";
	[own_commands .. "unblock"] = "Unblock a Peer Server";
	[own_commands .. "remove"] = "Remove a Peer Server";
	[own_commands .. "history"] = "List the Server Roster's History";
} or {}) do
	module:add_item("adhoc", { node = node, name = name, permission = "local_user" });
end

--- Out

local function may_be_said(stanza)
	return (stanza.name == "presence" or stanza.name == "iq") and not stanza.attr.xmlns;
end

-- mod_component checks `from` of each stanza if session.component_validate_from is set, before any event that we could
-- hook. So we have to see the stanza first, and that means to parse the stream in its place: its parser holds on to the
-- function that checks. Ours says for each stanza whether it is checked, and calls that same function. (What comes in
-- one packet with the handshake still goes the old way: all of it is checked.)
local function read_for(session)
	local served, check, dispatch = {}, session.component_validate_from, session.dispatch_stanza;
	local stream = new_xmpp_stream(session, {
		default_ns = "jabber:component:accept";
		streamopened = function () session.notopen = nil; end;
		streamclosed = function () session:close(); end;
		error = function (_, kind) session:close(kind ~= "stream-error" and "not-well-formed" or nil); end;
		handlestanza = function (_, stanza)
			local allowed = served[stanza.attr.from];
			session.component_validate_from = check and not (allowed and allowed(stanza));
			return dispatch(session, stanza);
		end;
	}, module:context("*"):get_option_number("component_stanza_size_limit",
		module:context("*"):get_option_number("s2s_stanza_size_limit", 1024 * 512)));
	session.notopen = true;
	stream:feed("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'>");
	function session.data(_, data)
		if not stream:feed(data) then
			session:close("not-well-formed");
		end
	end
	return served;
end

-- One parser a stream, whichever virtual hosts it serves and however often this module is loaded again: to change
-- parsers in the middle of a stanza would break the stream. Without an entry in served it checks all, as mod_component.
local function let_speak(session)
	session.server_roster_served = session.server_roster_served or read_for(session);
	session.server_roster_served[domain] = may_be_said;
	module:log("info", "%s is attached and speaks for %s", component, domain);
end

local function follow(host)
	if host == component then
		module:hook_object_event(prosody.hosts[component].events, "component-authenticated", function (event)
			let_speak(event.session);
		end);
	end
end

function module.load()
	if not component then
		return;
	end
	module:hook_global("host-activated", follow); -- The component's host may come after ours, and come back.
	if prosody.hosts[component] then
		follow(component);
	end
	local session = component_session();
	if session and session.server_roster_served then
		let_speak(session);
	elseif session then
		-- It attached before any such module was loaded. Its parser may hold half a stanza, which ours could not read on.
		session:close({ condition = "reset", text = "The server roster's bridge was loaded: attach again" });
	end
end

function module.unload()
	local session = component_session();
	if session and session.server_roster_served then
		session.server_roster_served[domain] = nil;
	end
end
