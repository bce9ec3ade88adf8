package org.serverroster.testbed.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Lays a stanza out for reading: an element a line, its content indented, long tags and texts wrapped. One use. */
final class StanzaLayout {

    private static final int INDENT = 2;
    private static final List<String> FIRST = List.of("xmlns", "type", "id", "from", "to", "node", "var");

    private final int width;
    private final List<String> lines = new ArrayList<>();

    private StanzaLayout(int width) {
        this.width = width;
    }

    /**
     * The lines of an element.
     *
     * @param width characters a line has at most; only an attribute that is longer by itself exceeds it
     */
    static List<String> lines(Element element, int width) {
        StanzaLayout layout = new StanzaLayout(width);
        layout.element(element, 0);
        return List.copyOf(layout.lines);
    }

    private void element(Element element, int depth) {
        List<Element> children = children(element);
        String text = children.isEmpty() ? element.getTextContent().strip() : "";
        String start = "<" + element.getTagName();
        String end = "</" + element.getTagName() + ">";
        boolean empty = children.isEmpty() && text.isEmpty();
        if (isSmall(element, children)) {
            String whole = whole(element, children, text);
            if (fits(depth, whole)) {
                line(depth, whole);
                return;
            }
        }
        startTag(start, attributes(element), empty ? "/>" : ">", depth);
        if (empty) {
            return;
        }
        children.forEach(child -> element(child, depth + INDENT));
        text.lines().forEach(line -> wrapped(escaped(line), depth + INDENT));
        line(depth, end);
    }

    /** Without children, or one field of a form with a value. */
    private static boolean isSmall(Element element, List<Element> children) {
        return children.isEmpty()
                || element.getParentNode() instanceof Element
                        && children.size() == 1
                        && children(children.get(0)).isEmpty();
    }

    private static String whole(Element element, List<Element> children, String text) {
        StringBuilder whole = new StringBuilder("<").append(element.getTagName());
        attributes(element).forEach(attribute -> whole.append(' ').append(attribute));
        if (children.isEmpty() && text.isEmpty()) {
            return whole.append("/>").toString();
        }
        whole.append('>').append(escaped(text));
        for (Element child : children) {
            whole.append(whole(child, List.of(), child.getTextContent().strip()));
        }
        return whole.append("</").append(element.getTagName()).append('>').toString();
    }

    /** As many attributes a line as fit, each line's first below the first of all. */
    private void startTag(String start, List<String> attributes, String end, int depth) {
        StringBuilder line = new StringBuilder(start);
        int column = depth;
        for (int i = 0; i < attributes.size(); i++) {
            String attribute = attributes.get(i) + (i == attributes.size() - 1 ? end : "");
            if (i > 0 && column + line.length() + 1 + attribute.length() > width) {
                line(column, line.toString());
                column = depth + start.length() + 1;
                line = new StringBuilder(attribute);
            } else {
                line.append(' ').append(attribute);
            }
        }
        line(column, attributes.isEmpty() ? line + end : line.toString());
    }

    private void wrapped(String text, int depth) {
        Narrator.wrap(text, width - depth).forEach(part -> line(depth, part));
    }

    private boolean fits(int depth, String text) {
        return depth + text.length() <= width && text.indexOf('\n') < 0;
    }

    private void line(int depth, String text) {
        lines.add(" ".repeat(depth) + text);
    }

    private static List<String> attributes(Element element) {
        List<Attr> all = new ArrayList<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            all.add((Attr) element.getAttributes().item(i));
        }
        return all.stream()
                .sorted(Comparator.comparingInt(StanzaLayout::rank).thenComparing(Attr::getName))
                .map(each -> each.getName() + "='" + escaped(each.getValue()).replace("'", "&apos;") + "'")
                .toList();
    }

    private static int rank(Attr attribute) {
        int rank = FIRST.indexOf(attribute.getName());
        return rank < 0 ? FIRST.size() : rank;
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element each) {
                children.add(each);
            }
        }
        return children;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
