-- Prosody for compose.yaml: one domain, its server roster, and federation with the rest of the network.
-- Change montague.lit to your own domain, here and in ../server-roster/server-roster.conf.

admins = { "admin@montague.lit" }

modules_enabled = {
	"admin_shell", "blocklist", "carbons", "dialback", "disco", "pep", "ping", "private", "roster",
	"saslauth", "smacks", "tls", "uptime", "vcard4", "version",
}

-- Accounts are made by the operator: docker compose exec prosody prosodyctl adduser admin@montague.lit
allow_registration = false
authentication = "internal_hashed"

c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
certificates = "certs"

log = { info = "*console" }

-- The component port listens on every address of the container, and compose.yaml publishes none of them.
component_ports = { 5347 }
component_interfaces = { "*" }

VirtualHost "montague.lit"

-- Other servers reach it at its own name: it needs a DNS record and a certificate as the domain above does.
Component "buddies.montague.lit"
	Include "/run/secrets/component_secret.cfg.lua"
