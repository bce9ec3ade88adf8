package org.serverroster.config;

import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/**
 * As much of a component as its administrators' command line needs. Immutable.
 *
 * @param domains whose rosters it keeps: its own, and those that it serves
 * @param admins bare addresses, in the order of the file
 */
public record ComponentOutline(List<LocalDomain> domains, List<Jid> admins) {

    public ComponentOutline {
        domains = List.copyOf(domains);
        admins = List.copyOf(admins);
    }

    /** Those of the file whose domain can be read; faults are for {@code check-config} to tell. */
    static List<ComponentOutline> all(ConfigObject file) {
        List<ComponentOutline> outlines = new ArrayList<>();
        Faults faults = new Faults();
        Section whole = new Section("", file, List.of(Keys.ROOT), faults);
        for (Value value : whole.section(Keys.ROOT, Keys.TOP).list("components")) {
            value.section(Keys.COMPONENT)
                    .ifPresent(component -> component
                            .get("domain")
                            .flatMap(domain -> domain.address(LocalDomain::parse))
                            .ifPresent(domain ->
                                    outlines.add(new ComponentOutline(domains(domain, component), admins(component)))));
        }
        return List.copyOf(outlines);
    }

    private static List<LocalDomain> domains(LocalDomain own, Section component) {
        return Stream.concat(
                        Stream.of(own),
                        component.list("serves").stream()
                                .flatMap(served -> served.address(LocalDomain::parse).stream()))
                .toList();
    }

    private static List<Jid> admins(Section component) {
        return component.list("admins").stream()
                .flatMap(admin -> admin.address(Jid::parse).stream())
                .map(Jid::bare)
                .toList();
    }
}
