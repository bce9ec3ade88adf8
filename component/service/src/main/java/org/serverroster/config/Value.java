package org.serverroster.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serverroster.xmpp.MalformedJidException;
import org.serverroster.xmpp.Printable;

/**
 * One value of the file and its key's path. Each way to read it answers empty, and notes a fault, where the value is not
 * of that kind. The library's own getters are not used for that: they stop at the first fault, and their messages quote
 * values, secrets too. Of one thread.
 */
final class Value {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");

    private final String path;
    private final ConfigValue raw;
    private final Faults faults;

    Value(String path, ConfigValue raw, Faults faults) {
        this.path = path;
        this.raw = raw;
        this.faults = faults;
    }

    String path() {
        return path;
    }

    /** Whether the text stands in the file itself, and not in the environment. */
    boolean standsInFile() {
        return raw.origin().filename() != null;
    }

    void refuse(String words) {
        faults.refuse(path, words);
    }

    void warn(String words) {
        faults.warn(path, words);
    }

    /** Notes that {@code text} is not right. Not for secrets: it quotes. */
    void refuse(String text, String right) {
        refuse("is '" + Printable.of(text, 80) + "'; " + right);
    }

    /** The text; a number or a truth value written without quotes is one too. */
    Optional<String> text() {
        return isScalar() ? Optional.of(asText()) : wrongType("a text in quotes is right");
    }

    Optional<Integer> integer(int least, int most) {
        String right = "a whole number from " + least + " to " + most + " is right";
        if (!isScalar()) {
            return wrongType(right);
        }
        String text = asText();
        if (INTEGER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return Optional.of((int) number);
            }
        }
        refuse(text, right);
        return Optional.empty();
    }

    Optional<Boolean> bool() {
        String right = "true or false is right";
        if (!isScalar()) {
            return wrongType(right);
        }
        String text = asText();
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return Optional.of(TRUE.contains(text));
        }
        refuse(text, right);
        return Optional.empty();
    }

    /** One of the constants, written as its name in small letters. */
    <E extends Enum<E>> Optional<E> oneOf(Class<E> type) {
        String right = Stream.of(type.getEnumConstants()).map(Value::written).collect(Collectors.joining(", "))
                + " are the choices";
        if (!isScalar()) {
            return wrongType(right);
        }
        String text = asText();
        Optional<E> constant = Stream.of(type.getEnumConstants())
                .filter(e -> written(e).equals(text))
                .findFirst();
        if (constant.isEmpty()) {
            refuse(text, right);
        }
        return constant;
    }

    /** An address or domain, as {@code parser} reads it. */
    <T> Optional<T> address(Function<String, T> parser) {
        Optional<String> text = text();
        try {
            return text.map(parser);
        } catch (MalformedJidException e) {
            refuse(e.getMessage());
            return Optional.empty();
        }
    }

    /** The elements of a list; none, where it is no list. */
    List<Value> elements() {
        List<Value> elements = new ArrayList<>();
        if (raw instanceof ConfigList list) {
            int index = 0;
            for (ConfigValue element : list) {
                resolved(path + "[" + index++ + "]", element, faults).ifPresent(elements::add);
            }
        } else {
            wrongType("a list in brackets is right");
        }
        return elements;
    }

    /** The object's section; keys that are not among {@code known} are noted as faults. */
    Optional<Section> section(List<String> known) {
        if (raw instanceof ConfigObject object) {
            try {
                return Optional.of(new Section(path, object, known, faults));
            } catch (ConfigException.NotResolved e) {
                notResolved(path, faults);
                return Optional.empty();
            }
        }
        return wrongType("a section in braces is right, with " + String.join(", ", known));
    }

    /**
     * The value, if it is there: a null, and a {@code ${?…}} that names nothing, are not; a {@code ${…}} that names
     * nothing is a fault.
     */
    static Optional<Value> resolved(String path, ConfigValue raw, Faults faults) {
        try {
            return raw == null || raw.valueType() == ConfigValueType.NULL
                    ? Optional.empty()
                    : Optional.of(new Value(path, raw, faults));
        } catch (ConfigException.NotResolved e) {
            notResolved(path, faults);
            return Optional.empty();
        }
    }

    private static void notResolved(String path, Faults faults) {
        faults.refuse(
                path,
                "holds a ${…} that names nothing; set that environment variable, or write ${?…} if it may be missing");
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private boolean isScalar() {
        return switch (raw.valueType()) {
            case STRING, NUMBER, BOOLEAN -> true;
            default -> false;
        };
    }

    /** As it was written: of the number 0123, all four digits. */
    private String asText() {
        return raw.atKey("v").getString("v");
    }

    private <T> Optional<T> wrongType(String right) {
        refuse("is " + kind() + "; " + right);
        return Optional.empty();
    }

    private String kind() {
        return switch (raw.valueType()) {
            case OBJECT -> "a section";
            case LIST -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "empty";
        };
    }
}
