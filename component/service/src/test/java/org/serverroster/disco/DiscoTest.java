package org.serverroster.disco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.serverroster.command.Scene.ADMIN;
import static org.serverroster.command.Scene.STRANGER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serverroster.command.Command;
import org.serverroster.command.Scene;
import org.serverroster.config.ContactConfig;
import org.serverroster.xmpp.Namespaces;

@DisplayName("XEP-0030: what the component says of itself")
class DiscoTest {

    private static final Set<String> FEATURES =
            Set.of(Namespaces.DISCO_INFO, Namespaces.DISCO_ITEMS, Namespaces.COMMANDS, Namespaces.PING);

    private final Scene scene = new Scene();

    @Test
    @DisplayName(
            "XEP-0267, 3: when replying to service discovery information (\"disco#info\") requests a server MUST return "
                    + "a URN of \"urn:xmpp:server-presence\".")
    void server_presence() {
        assertThat(features(info(STRANGER, ""))).contains("urn:xmpp:server-presence");
    }

    @Test
    @DisplayName("XEP-0050, 2.1: If supported, the responder includes a <feature/> with the \"var\" of "
            + "\"http://jabber.org/protocol/commands\".")
    void what_is_registered() {
        assertThat(features(info(ADMIN, "")))
                .containsExactly(
                        "http://jabber.org/protocol/commands",
                        "http://jabber.org/protocol/disco#info",
                        "http://jabber.org/protocol/disco#items",
                        "jabber:x:data",
                        "urn:xmpp:ping",
                        "urn:xmpp:server-presence");
    }

    @Test
    @DisplayName("XEP-0030, 3.1: the target entity [...] MUST return at least one <identity/>")
    void identity() {
        assertThat(identities(info(STRANGER, ""))).containsExactly("component/generic Server roster");
        assertThat(info(STRANGER, "").attribute("node")).isNull();
    }

    @Test
    @DisplayName("XEP-0157: This information MUST be scoped using a FORM_TYPE of "
            + "\"http://jabber.org/network/serverinfo\"")
    void contact_addresses() {
        Map<String, List<String>> addresses = new LinkedHashMap<>();
        addresses.put("abuse", List.of("mailto:abuse@shakespeare.lit", "xmpp:abuse@shakespeare.lit"));
        addresses.put("admin", List.of("mailto:xmpp@shakespeare.lit"));

        Element form = Scene.x(query(info(ADMIN, "", new ContactConfig(addresses)), Namespaces.DISCO_INFO));

        assertThat(form.attributeValue("type")).isEqualTo("result");
        assertThat(Scene.values(form, "FORM_TYPE")).containsExactly("http://jabber.org/network/serverinfo");
        assertThat(Scene.values(form, "abuse-addresses"))
                .containsExactly("mailto:abuse@shakespeare.lit", "xmpp:abuse@shakespeare.lit");
        assertThat(Scene.values(form, "admin-addresses")).containsExactly("mailto:xmpp@shakespeare.lit");
        assertThat(Scene.x(info(ADMIN, ""))).isNull();
    }

    @Test
    @DisplayName(
            "XEP-0050, 2.2: the service discovery identity category is \"automation\" and type is \"command-list\"")
    void the_list_of_commands() {
        Element query = info(STRANGER, Namespaces.COMMANDS);

        assertThat(query.attributeValue("node")).isEqualTo(Namespaces.COMMANDS);
        assertThat(identities(query)).containsExactly("automation/command-list Commands");
    }

    @Test
    @DisplayName(
            "XEP-0050, 2.2: A responder MUST at least provide <identity category='automation' type='command-node'/> and "
                    + "<feature var='http://jabber.org/protocol/commands'/>, and SHOULD include <feature var='jabber:x:data'/>.")
    void every_command() {
        for (Command command : scene.commands.all()) {
            Element query = info(ADMIN, command.node());

            assertThat(query.attributeValue("node")).isEqualTo(command.node());
            assertThat(identities(query)).containsExactly("automation/command-node " + command.name());
            assertThat(features(query)).containsExactly("http://jabber.org/protocol/commands", "jabber:x:data");
        }
    }

    @Test
    @DisplayName(
            "XEP-0050, 2.2: If the command is not available to the requester, the responder SHOULD respond with a 403 "
                    + "\"Forbidden\" error.")
    void commands_are_for_admins() {
        assertThat(Scene.error(info(STRANGER, Namespaces.SERVER_BUDDY, none()))).isEqualTo("auth/forbidden/");
        assertThat(Scene.error(items(STRANGER, Namespaces.SERVER_BUDDY))).isEqualTo("auth/forbidden/");
    }

    @ParameterizedTest
    @ValueSource(strings = {ADMIN, STRANGER})
    void no_such_node(String from) {
        assertThat(Scene.error(info(from, "urn:none", none()))).isEqualTo("cancel/item-not-found/");
        assertThat(Scene.error(items(from, "urn:none"))).isEqualTo("cancel/item-not-found/");
    }

    @Test
    @DisplayName(
            "XEP-0050, 2.2: Each command is a disco item. [...] Responders MUST report their own command nodes only, and "
                    + "not the command nodes of other entities.")
    void items_for_an_admin() {
        Element query = query(items(ADMIN, Namespaces.COMMANDS), Namespaces.DISCO_ITEMS);

        assertThat(query.attributeValue("node")).isEqualTo(Namespaces.COMMANDS);
        assertThat(query.elements()).hasSize(11).allSatisfy(item -> {
            assertThat(item.getQName()).isEqualTo(QName.get("item", Namespaces.DISCO_ITEMS));
            assertThat(item.attributeValue("jid")).isEqualTo(Scene.DOMAIN);
            assertThat(item.attributeValue("name")).isNotEmpty();
        });
        // "This document requires that the 'node' value used in <command/> exactly match the value used in the <item/>"
        assertThat(query.elements())
                .extracting(item -> item.attributeValue("node"))
                .containsExactlyElementsOf(
                        scene.commands.all().stream().map(Command::node).toList())
                .startsWith("http://jabber.org/protocol/admin#server-buddy")
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("to anyone else forbidden, and an empty list in disco#items")
    void items_for_others() {
        assertThat(query(items(STRANGER, Namespaces.COMMANDS), Namespaces.DISCO_ITEMS)
                        .elements())
                .isEmpty();
    }

    @Test
    @DisplayName("XEP-0030, 4.1: if an entity has no associated items, it MUST return an empty <query/> element")
    void no_items() {
        assertThat(query(items(ADMIN, ""), Namespaces.DISCO_ITEMS).elements()).isEmpty();
        assertThat(query(items(ADMIN, Namespaces.SERVER_BUDDY), Namespaces.DISCO_ITEMS)
                        .elements())
                .isEmpty();
    }

    private static ContactConfig none() {
        return new ContactConfig(Map.of());
    }

    private Element info(String from, String node) {
        return query(info(from, node, none()), Namespaces.DISCO_INFO);
    }

    private Element info(String from, String node, ContactConfig contact) {
        return Scene.one(scene.settle(new DiscoInfoHandler(FEATURES, scene.commands, Scene.ADMINS, contact)
                .handle(Scene.iq(from, "get", payload(Namespaces.DISCO_INFO, node)), scene.roster)));
    }

    private Element items(String from, String node) {
        return Scene.one(scene.settle(new DiscoItemsHandler(scene.commands, Scene.ADMINS)
                .handle(Scene.iq(from, "get", payload(Namespaces.DISCO_ITEMS, node)), scene.roster)));
    }

    private static String payload(String namespace, String node) {
        return "<query xmlns='%s'%s/>".formatted(namespace, node.isEmpty() ? "" : " node='" + node + "'");
    }

    private static Element query(Element stanza, String namespace) {
        assertThat(stanza.attributeValue("type")).as(stanza.asXML()).isEqualTo("result");
        return stanza.element(QName.get("query", namespace));
    }

    private static List<String> features(Element query) {
        return query.elements(QName.get("feature", Namespaces.DISCO_INFO)).stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    private static List<String> identities(Element query) {
        return query.elements(QName.get("identity", Namespaces.DISCO_INFO)).stream()
                .map(identity -> "%s/%s %s"
                        .formatted(
                                identity.attributeValue("category"),
                                identity.attributeValue("type"),
                                identity.attributeValue("name")))
                .toList();
    }
}
