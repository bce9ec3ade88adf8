package org.serverroster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jivesoftware.smack.XMPPException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a client learns and may do, from its own server and from the other. */
interface DiscoveryScenarios extends Scenarios {

    @Test
    @DisplayName("XEP-0267, 3: \"when replying to service discovery information ('disco#info') requests a server MUST"
            + " return a URN of 'urn:xmpp:server-presence'\"")
    default void advertises() throws Exception {
        Side one = federation().montague();
        Side other = federation().capulet();
        assertThat(one.admin().features(one.component())).contains("urn:xmpp:server-presence");
        assertThat(one.admin().features(other.component())).contains("urn:xmpp:server-presence");
        assertThat(other.admin().features(one.component())).contains("urn:xmpp:server-presence");
    }

    @Test
    @DisplayName(
            "XEP-0050, 2.2: \"If the command is not available to the requester, the responder SHOULD respond with a"
                    + " 403 'Forbidden' error\": the other server's administrator is none here")
    default void commandsAreForAdministrators() throws Exception {
        Side one = federation().montague();
        Side other = federation().capulet();
        assertThat(one.admin().commands(one.component()))
                .contains(Nodes.SUBSCRIBE, Nodes.PENDING, Nodes.APPROVE, Nodes.DENY, Nodes.ROSTER);
        assertThat(other.admin().commands(one.component())).isEmpty();
        assertThatThrownBy(() -> other.admin().execute(one.component(), Nodes.SUBSCRIBE))
                .isInstanceOfSatisfying(
                        XMPPException.XMPPErrorException.class,
                        error -> assertThat(error.getStanzaError().getCondition())
                                .hasToString("forbidden"));
        other.admin()
                .sendRaw("<message type='chat' to='%s'><body>subscribe %s</body></message>"
                        .formatted(one.component(), other.component()));
        assertThat(other.admin()
                        .received()
                        .await("refusal", Side.PATIENCE, stanza -> stanza.is("message", "error", one.component()))
                        .errorCondition())
                .isEqualTo("forbidden");
        assertThat(one.chat("roster")).contains("the roster holds 0");
        federation().awaitMirror(one, "None");
    }
}
