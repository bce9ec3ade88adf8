package org.serverroster.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;

/** Reads the components, one after the other. Of one thread. */
final class ComponentReader {

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 5347;

    private final SecretReader secrets;
    private final TlsReader tls;
    private final Faults faults;
    private final Map<LocalDomain, String> taken = new HashMap<>();

    ComponentReader(SecretReader secrets, TlsReader tls, Faults faults) {
        this.secrets = secrets;
        this.tls = tls;
        this.faults = faults;
    }

    /** The component, if nothing is wrong with it. */
    Optional<ComponentConfig> read(Section section) {
        int before = faults.count();
        LocalDomain domain = domain(section);
        String host = section.get("host").flatMap(HostReader::host).orElse(DEFAULT_HOST);
        int port = section.get("port")
                .flatMap(value -> value.integer(1, HostReader.MAX_PORT))
                .orElse(DEFAULT_PORT);
        Optional<TlsConfig> encryption = tls.read(section);
        Optional<Secret> secret = secrets.component(section);
        List<LocalDomain> serves = serves(section);
        Set<Jid> admins = admins(section);
        List<Reader> readers = addresses(section, "readers", Reader::parse);
        ApprovalRules approval = approval(section);
        boolean reciprocate = flag(section, "reciprocate", true);
        boolean approveReverse = flag(section, "approve-reverse", true);
        TrustConfig trust = trust(section.section("trust", Keys.TRUST));
        ContactConfig contact = contact(section.section("contact", Keys.CONTACT));
        if (faults.count() > before) {
            return Optional.empty();
        }
        return Optional.of(new ComponentConfig(
                domain,
                host,
                port,
                encryption.orElseThrow(),
                secret.orElseThrow(),
                serves,
                admins,
                readers,
                approval,
                reciprocate,
                approveReverse,
                trust,
                contact));
    }

    private LocalDomain domain(Section section) {
        Optional<Value> value = section.get("domain");
        if (value.isEmpty() && !section.isBroken("domain")) {
            section.refuse("domain", "is missing; the domain that the server gave this component is right");
        }
        return value.flatMap(this::ownDomain).orElse(null);
    }

    /** A domain has one roster and one writer of it: two components of one domain would fight over both. */
    private Optional<LocalDomain> ownDomain(Value value) {
        Optional<LocalDomain> domain = value.address(LocalDomain::parse);
        String first = domain.map(name -> taken.putIfAbsent(name, value.path())).orElse(null);
        if (first != null) {
            value.refuse(domain.orElseThrow().toString(), "so is " + first + "; each domain may stand once");
            return Optional.empty();
        }
        return domain;
    }

    /** Whether the server has the bridge that this takes, is seen when the component is attached. */
    private List<LocalDomain> serves(Section section) {
        List<LocalDomain> serves = new ArrayList<>();
        section.list("serves").forEach(value -> ownDomain(value).ifPresent(serves::add));
        return serves;
    }

    private static Set<Jid> admins(Section section) {
        Set<Jid> admins = new LinkedHashSet<>();
        for (Value value : section.list("admins")) {
            value.address(Jid::parse).filter(jid -> isAdmin(value, jid)).ifPresent(admins::add);
        }
        if (admins.isEmpty()) {
            section.warn("admins", "names nobody: no request can be approved but by the rules under approval");
        }
        return admins;
    }

    private static boolean isAdmin(Value value, Jid jid) {
        if (!jid.hasLocal()) {
            value.refuse(
                    jid.toString(),
                    "that is a whole server; a person's address is right, such as admin@" + jid.domain());
            return false;
        }
        if (jid.hasResource()) {
            value.refuse(jid.toString(), "an address without a resource is right: " + jid.bare());
            return false;
        }
        return true;
    }

    private static <T> List<T> addresses(Section section, String key, Function<String, T> parser) {
        List<T> addresses = new ArrayList<>();
        section.list(key).forEach(value -> value.address(parser).ifPresent(addresses::add));
        return addresses;
    }

    private static ApprovalRules approval(Section section) {
        List<ApprovalRule> rules = new ArrayList<>();
        String all = null;
        for (Value value : section.list("approval")) {
            Optional<ApprovalRule> rule = value.section(Keys.RULE).flatMap(ComponentReader::rule);
            if (all != null) {
                value.warn("is never used: " + all + " matches every peer, and the first rule that matches counts");
            } else if (rule.map(ApprovalRule::match)
                    .filter(DomainPattern.ANY::equals)
                    .isPresent()) {
                all = value.path();
            }
            rule.ifPresent(rules::add);
        }
        return new ApprovalRules(rules);
    }

    private static Optional<ApprovalRule> rule(Section section) {
        Optional<Value> matchGiven = section.get("match");
        if (matchGiven.isEmpty() && !section.isBroken("match")) {
            section.refuse("match", "is missing; \"*\", a domain or \"*.domain\" is right");
        }
        Optional<Value> actionGiven = section.get("action");
        if (actionGiven.isEmpty() && !section.isBroken("action")) {
            section.refuse("action", "is missing; approve, prompt, deny, ignore are the choices");
        }
        Optional<DomainPattern> match = matchGiven.flatMap(value -> value.address(DomainPattern::parse));
        Optional<ApprovalAction> action = actionGiven.flatMap(value -> value.oneOf(ApprovalAction.class));
        boolean reciprocate = flag(section, "reciprocate", false);
        if (reciprocate && action.isPresent() && action.get() != ApprovalAction.APPROVE) {
            section.refuse("reciprocate", "is true, but only action = approve subscribes in return; false is right");
        }
        return match.isPresent() && action.isPresent()
                ? Optional.of(new ApprovalRule(match.get(), action.get(), reciprocate))
                : Optional.empty();
    }

    private static TrustConfig trust(Section section) {
        return new TrustConfig(
                section.get("requires")
                        .flatMap(value -> value.oneOf(TrustRequirement.class))
                        .orElse(TrustRequirement.FROM),
                flag(section, "subdomains", false));
    }

    private static ContactConfig contact(Section section) {
        Map<String, List<String>> addresses = new LinkedHashMap<>();
        for (String role : ContactConfig.ROLES) {
            List<String> uris = new ArrayList<>();
            section.list(role)
                    .forEach(value ->
                            value.text().filter(text -> isUri(value, text)).ifPresent(uris::add));
            if (!uris.isEmpty()) {
                addresses.put(role, uris);
            }
        }
        return new ContactConfig(addresses);
    }

    private static boolean isUri(Value value, String text) {
        try {
            if (new URI(text).isAbsolute()) {
                return true;
            }
        } catch (URISyntaxException e) {
            // Falls through: it is refused like one without a scheme.
        }
        value.refuse(text, "a URI is right, such as mailto:abuse@montague.lit or xmpp:admin@montague.lit");
        return false;
    }

    private static boolean flag(Section section, String key, boolean otherwise) {
        return section.get(key).flatMap(Value::bool).orElse(otherwise);
    }
}
