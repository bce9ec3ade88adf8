package org.serverroster.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.serverroster.xmpp.Printable;

/** One section of the file: its keys are known ones, what is unknown was noted as a fault. Of one thread. */
final class Section {

    private final String path;
    private final ConfigObject object;
    private final List<String> known;
    private final Faults faults;
    private final Set<String> broken = new HashSet<>();

    Section(String path, ConfigObject object, List<String> known, Faults faults) {
        this.path = path;
        this.object = object;
        this.known = known;
        this.faults = faults;
        refuseUnknown();
    }

    /** A section that is not there: every key has its default. */
    static Section empty(String path, List<String> known, Faults faults) {
        return new Section(path, ConfigFactory.empty().root(), known, faults);
    }

    /** The value of {@code key}, if it is there. */
    Optional<Value> get(String key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException(key + " is not declared as a key of " + path);
        }
        int before = faults.count();
        Optional<Value> value = Value.resolved(path(key), object.get(key), faults);
        if (faults.count() > before) {
            broken.add(key);
        }
        return value;
    }

    /** The elements of the list at {@code key}; none, where it is not there. */
    List<Value> list(String key) {
        return get(key).map(Value::elements).orElse(List.of());
    }

    /** The section at {@code key}; an empty one, where it is not there or none. */
    Section section(String key, List<String> keys) {
        return get(key).flatMap(value -> value.section(keys)).orElseGet(() -> empty(path(key), keys, faults));
    }

    /** Whether {@link #get} found something at {@code key} that is no value. */
    boolean isBroken(String key) {
        return broken.contains(key);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void refuse(String key, String words) {
        faults.refuse(path(key), words);
    }

    void warn(String key, String words) {
        faults.warn(path(key), words);
    }

    private void refuseUnknown() {
        for (String key : new TreeSet<>(object.keySet())) {
            if (!known.contains(key)) {
                String hint = Nearest.to(key, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("the keys here are " + String.join(", ", known));
                refuse(Printable.of(key, 60), "is no key that is known; " + hint);
            }
        }
    }
}
