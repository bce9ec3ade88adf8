"""An administrator's client made of slixmpp, told on standard input what to do.

    slixmpp_client.py ADDRESS PORT JID SERVICE      (password: $SLIXMPP_PASSWORD)

Each line is a word and what belongs to it, with tabs between. Each is answered by one line: the XML of what the
service answered, with line breaks as character references. The words:

    items                       the commands that the service shows
    start     NODE              begins a command through the plugin's work flow
    next      [VAR=VALUE ...]   goes on with it, with the form filled in; a VAR that comes again has several values
    complete  [VAR=VALUE ...]   the same, as the last stage
    prev                        goes back
    cancel                      gives it up

Ends with standard input.
"""

import asyncio
import os
import sys
from xml.etree import ElementTree

import slixmpp


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password, service):
        super().__init__(jid, password)
        self.service = service
        for plugin in ("xep_0004", "xep_0030", "xep_0050"):
            self.register_plugin(plugin)
        self.session = None
        self.form = None
        self.answer = None

    async def obey(self, word, *rest):
        if word == "items":
            return await self["xep_0050"].get_commands(jid=self.service)
        self.answer = self.loop.create_future()
        commands = self["xep_0050"]
        if word == "start":
            commands.start_command(self.service, rest[0], {"next": self.go_on, "error": self.go_on})
        else:
            self.session["payload"] = self.filled_in(rest) if word in ("next", "complete") else None
            if word == "complete":
                commands.complete_command(self.session)
            elif word == "cancel":
                commands.cancel_command(self.session)
            else:
                commands.continue_command(self.session, direction=word)
        return await asyncio.wait_for(self.answer, 30)

    def go_on(self, iq, session):
        self.session = session
        self.form = iq["command"]["form"]
        if not self.answer.done():
            self.answer.set_result(iq)

    def filled_in(self, answers):
        """The form as it came, with the answers in it."""
        given = {}
        for answer in answers:
            name, value = answer.split("=", 1)
            given.setdefault(name, []).append(value)
        form = self["xep_0004"].make_form(ftype="submit")
        for name, field in self.form.get_fields().items():
            if name in given:
                values = given[name]
                form.add_field(var=name, ftype=field["type"], value=values if len(values) > 1 else values[0])
            elif field.xml.find("{jabber:x:data}value") is not None:
                form.add_field(var=name, ftype=field["type"], value=field["value"])
        return form


async def talk(client):
    await client.wait_until("session_start", timeout=30)
    client.send_presence()
    print("ready", flush=True)
    while True:
        line = await client.loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        iq = await client.obey(*line.rstrip("\n").split("\t"))
        print(ElementTree.tostring(iq.xml, encoding="unicode").replace("\n", "&#10;"), flush=True)
    await client.disconnect()


def main():
    address, port, jid, service = sys.argv[1:]
    client = Client(jid, os.environ["SLIXMPP_PASSWORD"], service)
    # Loopback: there is no certificate that could be checked.
    client.connect((address, int(port)), use_ssl=False, force_starttls=False, disable_starttls=True)
    client.loop.run_until_complete(talk(client))


main()
