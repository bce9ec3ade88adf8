package org.serverroster.cli;

import static org.serverroster.command.Scene.ADMIN;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.serverroster.command.Scene;
import org.serverroster.xmpp.Namespaces;

/** Asks the service's own commands in a scene, without a server between. Of one thread. */
final class SceneSession implements Session {

    private final Scene scene;

    SceneSession(Scene scene) {
        this.scene = scene;
    }

    @Override
    public Answer run(String node, Map<String, List<String>> fields) throws CliException {
        return ask(node, "", fields);
    }

    @Override
    public Answer complete(String node, String open, Map<String, List<String>> fields) throws CliException {
        return ask(node, "action='complete' sessionid='" + open + "'", fields);
    }

    @Override
    public void cancel(String node, String open) {
        scene.command(ADMIN, Scene.request(node, "action='cancel' sessionid='" + open + "'"));
    }

    /** Not a command, and so no part of a scene. */
    @Override
    public List<Verdict> trust(List<String> jids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    private Answer ask(String node, String attributes, Map<String, List<String>> fields) throws CliException {
        List<String> written = new ArrayList<>();
        fields.forEach((var, values) -> written.add(
                Scene.field(var, values.stream().map(SceneSession::escaped).toArray(String[]::new))));
        Element stanza =
                scene.send(ADMIN, Scene.request(node, attributes, Scene.formOf(node, written.toArray(String[]::new))));
        if (stanza.attributeValue("type").equals("error")) {
            throw new CliException(ExitCode.DATA, Scene.error(stanza) + " " + Scene.errorText(stanza));
        }
        Element command = stanza.element(QName.get("command", Namespaces.COMMANDS));
        Element note = command.element(QName.get("note", Namespaces.COMMANDS));
        boolean open = command.attributeValue("status").equals("executing");
        return new Answer(
                note == null
                        ? Answer.Severity.INFO
                        : Answer.Severity.valueOf(note.attributeValue("type").toUpperCase(Locale.ROOT)),
                note == null ? "" : note.getText(),
                rows(Scene.x(command)),
                Optional.ofNullable(open ? command.attributeValue("sessionid") : null));
    }

    private static List<Row> rows(Element form) {
        if (form == null) {
            return List.of();
        }
        return Scene.items(form).stream()
                .map(item -> {
                    Map<String, List<String>> fields = new LinkedHashMap<>();
                    item.elements().forEach(field -> {
                        String var = field.attributeValue("var");
                        fields.put(var, Scene.values(item, var));
                    });
                    return new Row(fields);
                })
                .toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
