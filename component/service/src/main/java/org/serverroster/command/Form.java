package org.serverroster.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/**
 * A form to be filled in (XEP-0004), and the reading of what comes back. Immutable.
 *
 * @param formType the FORM_TYPE (XEP-0068): a form that comes back with another, or none, is not this one
 * @param fields without FORM_TYPE
 */
public record Form(String formType, String title, String instructions, List<Field> fields) {

    private static final int MAX_FIELDS = 64;

    public Form {
        fields = List.copyOf(fields);
    }

    /** The form, to be sent to who shall fill it in. */
    public Element toElement() {
        return toElement(Map.of());
    }

    /**
     * The form, to be sent to who shall fill it in.
     *
     * @param values what to show in some fields instead of what they show at first
     */
    public Element toElement(Map<String, List<String>> values) {
        Element x = DataForms.form("form", formType);
        List<Element> head = new ArrayList<>();
        head.add(text("title", title));
        head.add(text("instructions", instructions));
        x.content().addAll(0, head);
        for (Field field : fields) {
            Element element = DataForms.field(
                    field.var(), field.type(), field.label(), values.getOrDefault(field.var(), field.initially()));
            if (field.required()) {
                element.addElement(DataForms.name("required"));
            }
            x.add(element);
        }
        return x;
    }

    private static Element text(String name, String text) {
        Element element = DocumentHelper.createElement(DataForms.name(name));
        element.setText(text);
        return element;
    }

    /** Whether {@code x} is a form that says it is this one. */
    public boolean matches(Element x) {
        return formTypeOf(x).filter(formType::equals).isPresent();
    }

    /**
     * Reads a submitted form. What it holds beyond our fields is ignored.
     *
     * @throws MalformedFormException if it is another form, or a field holds what it cannot
     */
    public Submission read(Element x) throws MalformedFormException {
        String type = x.attributeValue("type", "");
        // XEP-0050 section 3.5.1: "Responders SHOULD consider any <x type='cancel'/> to be <x type='submit'/>."
        if (!type.equals("submit") && !type.equals("cancel")) {
            throw new MalformedFormException("A filled-in form has the type 'submit'.");
        }
        List<Element> elements = x.elements(DataForms.FIELD);
        if (elements.size() > MAX_FIELDS) {
            throw new MalformedFormException("The form has more than " + MAX_FIELDS + " fields.");
        }
        Map<String, List<String>> given = new HashMap<>();
        for (Element element : elements) {
            String var = element.attributeValue("var", "");
            if (isKnown(var) && given.put(var, values(element)) != null) {
                throw new MalformedFormException("The field '" + var + "' is there twice.");
            }
        }
        if (!List.of(formType).equals(given.remove(DataForms.FORM_TYPE))) {
            throw new MalformedFormException("The form's FORM_TYPE must be '" + formType + "'.");
        }
        return read(given);
    }

    /**
     * Checks values that came another way, by the name of their field.
     *
     * @throws MalformedFormException if a field holds what it cannot
     */
    public Submission read(Map<String, List<String>> given) throws MalformedFormException {
        Map<String, List<String>> checked = new HashMap<>();
        for (Field field : fields) {
            List<String> values = given.getOrDefault(field.var(), List.of());
            if (values.stream().allMatch(String::isBlank)) {
                if (field.required()) {
                    throw new MalformedFormException(
                            "The field '" + field.var() + "' is required, and is not filled in.");
                }
                checked.put(field.var(), field.initially());
            } else {
                checked.put(field.var(), field.check(values));
            }
        }
        return new Submission(checked, given.keySet());
    }

    private boolean isKnown(String var) {
        for (Field field : fields) {
            if (field.var().equals(var)) {
                return true;
            }
        }
        return var.equals(DataForms.FORM_TYPE);
    }

    private static List<String> values(Element field) {
        List<String> values = new ArrayList<>(1);
        for (Element value : field.elements(DataForms.VALUE)) {
            values.add(value.getText());
        }
        return values;
    }

    private static Optional<String> formTypeOf(Element x) {
        return x.elements(DataForms.FIELD).stream()
                .filter(field -> DataForms.FORM_TYPE.equals(field.attributeValue("var")))
                .findFirst()
                .flatMap(field -> values(field).stream().findFirst());
    }
}
