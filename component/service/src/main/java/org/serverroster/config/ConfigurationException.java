package org.serverroster.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; holds all its faults. Has no cause: a parser's message may quote a secret. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /** Takes at least one fault. */
    public ConfigurationException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** At least one, in the order of the file's sections. */
    public List<Fault> faults() {
        return faults;
    }
}
