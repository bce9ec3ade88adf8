package org.serverroster.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/**
 * A table: a result form with {@code <reported/>} for a program (XEP-0004 section 3.4), a line a row for a person.
 * Immutable.
 */
public record Listing(String formType, String title, List<Column> columns, List<Row> rows) {

    /** A column. */
    public record Column(String var, String type, String label) {}

    /**
     * A row.
     *
     * @param cells the values, maybe none, for each column in order
     * @param words the row in one line, for chat
     */
    public record Row(List<List<String>> cells, String words) {

        public Row {
            cells = cells.stream().map(List::copyOf).toList();
        }
    }

    public Listing {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The result form. */
    public Element toElement() {
        Element x = DataForms.form("result", formType);
        Element head = DocumentHelper.createElement(DataForms.name("title"));
        head.setText(title);
        x.content().add(0, head);
        Element reported = x.addElement(DataForms.name("reported"));
        columns.forEach(
                column -> reported.add(DataForms.field(column.var(), column.type(), column.label(), List.of())));
        rows.forEach(row -> x.add(item(row)));
        return x;
    }

    private Element item(Row row) {
        Element item = DocumentHelper.createElement(DataForms.name("item"));
        for (int i = 0; i < columns.size(); i++) {
            List<String> values = row.cells().get(i);
            // An item has every field that is reported. A text may be empty; an empty boolean is none (XEP-0004 section
            // 3.3), and Smack gives up its stream at one.
            boolean text = columns.get(i).type().startsWith("text-");
            item.add(DataForms.field(columns.get(i).var(), "", "", text && values.isEmpty() ? List.of("") : values));
        }
        return item;
    }

    /** About how many bytes the row takes on the wire; never too few. */
    static int bytes(List<Column> columns, Row row) {
        int bytes = "<item></item>".length();
        for (int i = 0; i < columns.size(); i++) {
            bytes += "<field var=''></field>".length() + columns.get(i).var().length() + "<value></value>".length();
            for (String value : row.cells().get(i)) {
                bytes += "<value></value>".length() + escaped(value);
            }
        }
        return bytes;
    }

    private static int escaped(String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'') {
                bytes += "&quot;".length() - 1;
            }
        }
        return bytes;
    }
}
