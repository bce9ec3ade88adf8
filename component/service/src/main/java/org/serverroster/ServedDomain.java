package org.serverroster;

import java.util.List;
import java.util.Optional;
import org.serverroster.bridge.Bridge;
import org.serverroster.bridge.Ending;
import org.serverroster.bridge.Trial;
import org.serverroster.http.Check;
import org.serverroster.http.Meters;
import org.serverroster.router.Door;
import org.serverroster.xmpp.LocalDomain;
import org.xmpp.packet.Packet;

/**
 * The wiring of a domain that a component serves: its roster, and the bridge without which nothing leaves in its name.
 * Immutable; any thread.
 *
 * @param local its roster, and all that answers at its address
 * @param bridge whether the server lets us speak for it
 */
record ServedDomain(LocalRoster local, Bridge bridge) {

    /**
     * @param door the component's way out, which is closed for the domain as yet
     * @param trial shared by all that the component serves
     */
    static ServedDomain of(
            LocalDomain domain, LocalDomain component, LocalRoster local, Door door, Trial trial, Meters meters) {
        Bridge bridge =
                new Bridge(domain, component, trial, door::offer, System::nanoTime, new Opening(domain, local, door));
        meters.bridge(domain, () -> bridge.status().open());
        return new ServedDomain(local, bridge);
    }

    /**
     * The stream ended.
     *
     * @param refused whether the server ended it because of a sender's address
     * @param blamed who had begun to speak then
     */
    void detached(boolean refused, Optional<LocalDomain> blamed) {
        boolean ours = blamed.filter(bridge.served()::equals).isPresent();
        bridge.detached(ours ? Ending.REFUSED_THIS : refused ? Ending.REFUSED : Ending.PLAIN);
    }

    /** Whether the bridge was found, and if not, what is missing. */
    Check check() {
        Bridge.Status status = bridge.status();
        return new Check("bridge " + bridge.served(), status.open(), status.why());
    }

    private record Opening(LocalDomain domain, LocalRoster local, Door door) implements Bridge.Listener {

        @Override
        public void opened() {
            door.open(domain);
            local.attached();
        }

        @Override
        public void closed() {
            door.close(domain);
            local.detached();
        }

        @Override
        public boolean tell(String subject, String body) {
            List<? extends Packet> messages = local.notices().of(subject, body);
            boolean taken = messages.isEmpty() || door.offer(messages.get(0));
            if (taken) {
                messages.stream().skip(1).forEach(door::offer);
            }
            return taken;
        }
    }
}
