package org.serverroster.command;

import java.util.List;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.serverroster.xmpp.Namespaces;

/**
 * The elements of XEP-0004 (Data Forms). Not Tinder's {@code DataForm}: that one trims what it reads, so that a control
 * character is gone before anybody can refuse it, and takes an element of any namespace for a field.
 */
public final class DataForms {

    /** XEP-0068 (Field Standardization): the hidden field that says which form it is. */
    public static final String FORM_TYPE = "FORM_TYPE";

    static final Namespace NAMESPACE = Namespace.get(Namespaces.DATA_FORMS);
    static final QName X = QName.get("x", NAMESPACE);
    static final QName FIELD = QName.get("field", NAMESPACE);
    static final QName VALUE = QName.get("value", NAMESPACE);

    private DataForms() {}

    /** A form of that type (form, submit, result) and FORM_TYPE, with no fields of its own yet. */
    public static Element form(String type, String formType) {
        Element x = DocumentHelper.createElement(X).addAttribute("type", type);
        x.add(field(FORM_TYPE, "hidden", "", List.of(formType)));
        return x;
    }

    /** A field; an empty {@code type} or {@code label} is left out. */
    public static Element field(String var, String type, String label, List<String> values) {
        Element field = DocumentHelper.createElement(FIELD);
        if (!label.isEmpty()) {
            field.addAttribute("label", label);
        }
        if (!type.isEmpty()) {
            field.addAttribute("type", type);
        }
        field.addAttribute("var", var);
        values.forEach(value -> field.addElement(VALUE).setText(value));
        return field;
    }

    static QName name(String local) {
        return QName.get(local, NAMESPACE);
    }
}
