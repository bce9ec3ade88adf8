package org.serverroster.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while a configuration is read, so that all of it is told at once. Of one thread, while it reads. */
final class Faults {

    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();

    void refuse(String key, String words) {
        faults.add(new Fault(key, words));
    }

    void warn(String key, String words) {
        warnings.add(new Fault(key, words));
    }

    int count() {
        return faults.size();
    }

    void throwIfAny() throws ConfigurationException {
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    List<Fault> warnings() {
        return List.copyOf(warnings);
    }
}
