package org.serverroster.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.xmpp.Namespaces;

/**
 * An answer to disco#info (XEP-0030) as far as it matters here. Immutable.
 *
 * @param announces whether {@code urn:xmpp:server-presence} is among the features
 * @param contacts the addresses of XEP-0157: those first who can say what the server's word is worth
 */
record DiscoInfo(boolean announces, List<Evidence.Contact> contacts) {

    private static final QName FEATURE = QName.get("feature", Namespaces.DISCO_INFO);
    private static final QName X = QName.get("x", Namespaces.DATA_FORMS);
    private static final QName FIELD = QName.get("field", Namespaces.DATA_FORMS);
    private static final QName VALUE = QName.get("value", Namespaces.DATA_FORMS);
    private static final List<String> ROLES = List.of("admin", "abuse", "security", "support");
    private static final int MAX_OF_ROLE = 2;

    /** Reads what a peer sent, whatever it is; the stream has bounded its size. */
    static DiscoInfo read(Element query) {
        boolean announces = query.elements(FEATURE).stream()
                .anyMatch(feature -> Namespaces.SERVER_PRESENCE.equals(feature.attributeValue("var")));
        Map<String, List<String>> roles = new LinkedHashMap<>();
        query.elements(X).stream()
                .filter(x -> values(x, "FORM_TYPE").contains(Namespaces.SERVER_INFO))
                .findFirst()
                .ifPresent(x -> ROLES.forEach(role -> values(x, role + "-addresses").stream()
                        .filter(address -> !address.isBlank())
                        .map(address -> Evidence.cut(address.strip()))
                        .distinct()
                        .limit(MAX_OF_ROLE)
                        .forEach(address -> roles.computeIfAbsent(address, key -> new ArrayList<>())
                                .add(role))));
        return new DiscoInfo(
                announces,
                roles.entrySet().stream()
                        .map(entry -> new Evidence.Contact(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static List<String> values(Element x, String var) {
        return x.elements(FIELD).stream()
                .filter(field -> var.equals(field.attributeValue("var")))
                .flatMap(field -> field.elements(VALUE).stream())
                .map(Element::getText)
                .toList();
    }
}
