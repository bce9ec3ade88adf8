package org.serverroster.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.serverroster.config.ComponentOutline;
import org.serverroster.config.ConfigLoader;
import org.serverroster.config.Secret;
import org.serverroster.xmpp.Jid;
import org.serverroster.xmpp.LocalDomain;
import org.serverroster.xmpp.MalformedJidException;
import picocli.CommandLine.Option;

/** What every command of an administrator takes: who asks, whom, and by which way. Filled in by picocli; of one thread. */
final class ConnectionOptions {

    static final String AS = "SERVER_ROSTER_AS";
    static final String SERVICE = "SERVER_ROSTER_SERVICE";
    static final String SERVER = "SERVER_ROSTER_SERVER";

    private static final int MAX_TIMEOUT = 3_600;

    @Option(
            names = "--as",
            paramLabel = "JID",
            description =
                    "the account to log in with; otherwise $" + AS + ", or the configuration's first administrator")
    private String as;

    @Option(
            names = "--service",
            paramLabel = "DOMAIN",
            description = "the server roster to ask, a component's or a served domain's; otherwise $" + SERVICE
                    + ", or the configuration's only one")
    private String service;

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "where to log in; otherwise $" + SERVER + ", or what DNS says of the account's domain")
    private String server;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            defaultValue = "required",
            description = "${COMPLETION-CANDIDATES}: without TLS only to a server on this machine, unless off-anywhere"
                    + " is said (default: ${DEFAULT-VALUE})")
    private Tls tls;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "holds the account's password; otherwise $" + Passwords.VARIABLE + ", or it is asked for")
    private Path passwordFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long to wait for each answer, 1 to " + MAX_TIMEOUT + " (default: ${DEFAULT-VALUE})")
    private int timeout;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration to take an account and a service from where none is named")
    private Path config;

    /**
     * What they say, completed from the environment and the configuration. Asks for the password if need be.
     *
     * @throws CliException if something is missing, or no such thing can be
     */
    Target target(Shell shell) throws CliException {
        if (timeout < 1 || timeout > MAX_TIMEOUT) {
            throw CliException.usage("--timeout takes 1 to " + MAX_TIMEOUT + " seconds, not " + timeout);
        }
        Optional<String> givenService = given(service, SERVICE, shell);
        Optional<String> givenAccount = given(as, AS, shell);
        // Read only where it is needed: most administrators do not have it.
        List<ComponentOutline> components = givenService.isPresent() && givenAccount.isPresent()
                ? List.of()
                : ConfigLoader.outline(config == null ? shell.configFile() : config, shell.environment());
        LocalDomain domain = givenService.isPresent() ? parseService(givenService.get()) : onlyService(components);
        Jid account = givenAccount.isPresent() ? parseAccount(givenAccount.get()) : firstAdmin(components, domain);
        Optional<String> givenServer = given(server, SERVER, shell);
        Optional<Target.Server> where =
                givenServer.isPresent() ? Optional.of(Target.Server.parse(givenServer.get())) : Optional.empty();
        Secret password = Passwords.of(account, Optional.ofNullable(passwordFile), shell);
        return new Target(account, domain, where, tls, password, Duration.ofSeconds(timeout));
    }

    private static Optional<String> given(String option, String variable, Shell shell) {
        return Optional.ofNullable(option).or(() -> shell.variable(variable));
    }

    private static LocalDomain parseService(String text) throws CliException {
        try {
            return LocalDomain.parse(text);
        } catch (MalformedJidException e) {
            throw CliException.usage("--service: " + e.getMessage());
        }
    }

    private static Jid parseAccount(String text) throws CliException {
        try {
            Jid jid = Jid.parse(text);
            if (!jid.hasLocal() || jid.hasResource()) {
                throw CliException.usage("--as takes an account such as admin@montague.lit, not '" + text + "'");
            }
            return jid;
        } catch (MalformedJidException e) {
            throw CliException.usage("--as: " + e.getMessage());
        }
    }

    private static LocalDomain onlyService(List<ComponentOutline> components) throws CliException {
        List<LocalDomain> services = components.stream()
                .flatMap(component -> component.domains().stream())
                .toList();
        if (services.size() > 1) {
            throw CliException.usage("say --service DOMAIN, one of "
                    + String.join(
                            ", ", services.stream().map(LocalDomain::toString).toList()));
        }
        if (services.isEmpty()) {
            throw CliException.usage("say --service DOMAIN, or set " + SERVICE);
        }
        return services.get(0);
    }

    private static Jid firstAdmin(List<ComponentOutline> components, LocalDomain domain) throws CliException {
        return components.stream()
                .filter(component -> component.domains().contains(domain))
                .flatMap(component -> component.admins().stream())
                .findFirst()
                .orElseThrow(() -> CliException.usage("say --as ACCOUNT, or set " + AS));
    }
}
