package org.serverroster.testbed.demo;

import java.nio.file.Path;
import java.util.List;
import org.serverroster.testbed.XmppServer;

/** What a person can look at and try while the demo stays. Stateless. */
final class LookAround {

    private LookAround() {}

    /** @param launcher of the service, which is the administrators' command line too */
    static void tell(List<Operator> operators, Path launcher, Path folder, Narrator narrator) {
        narrator.heading("All of it runs until you press Ctrl-C. Have a look around:");
        for (Operator operator : operators) {
            XmppServer server = operator.server();
            narrator.heading(server.domain());
            narrator.table(List.of(
                    List.of("account", operator.admin()),
                    List.of("password", operator.adminPassword()),
                    List.of("clients at", clients(server) + ", no TLS"),
                    List.of("health", operator.http() + "/health/ready"),
                    List.of("metrics", operator.http() + "/metrics"),
                    List.of("database", postgres(operator))));
        }
        Operator first = operators.get(0);
        narrator.heading("With a client, such as profanity; inside it:");
        narrator.line("/connect " + first.admin() + " server "
                + first.server().address().getHostAddress() + " port "
                + first.server().c2sPort() + " tls disable");
        narrator.line("/msg " + first.desk() + " help");
        narrator.line("/cmd list " + first.roster());
        narrator.line("/cmd exec urn:x-server-roster:admin#roster " + first.roster());
        narrator.heading("With the command line, which asks for the password above:");
        narrator.line("export SERVER_ROSTER_AS=" + first.admin() + " SERVER_ROSTER_SERVICE=" + first.roster()
                + " SERVER_ROSTER_SERVER=" + clients(first.server()));
        narrator.line(launcher + " roster --tls off");
        narrator.line(launcher + " history --tls off");
        narrator.heading("With a shell:");
        narrator.line("curl " + first.http() + "/health/ready");
        narrator.line("PGPASSWORD=$(cat " + first.databasePassword() + ") psql '" + postgres(first)
                + "' -c 'SELECT at, actor, action FROM roster_event'");
        narrator.heading("Configurations and logs, here as long as the demo runs:");
        narrator.line(folder.toString());
        narrator.table(List.of(
                List.of(relative(folder, first.configuration()), "the configuration of the server roster"),
                List.of(relative(folder, first.log()), "what it says to its operator"),
                List.of(relative(folder, first.wireLog()), "each stanza that crosses its stream"),
                List.of("prosody/" + first.server().domain() + "/", "the XMPP server"),
                List.of("database/postgres.log", "PostgreSQL")));
        narrator.heading("What crosses from now on is printed here.");
    }

    private static String clients(XmppServer server) {
        return server.address().getHostAddress() + ":" + server.c2sPort();
    }

    private static String postgres(Operator operator) {
        String url = operator.database().url().replaceFirst("^jdbc:", "");
        return url.replaceFirst("//", "//" + operator.database().user() + "@");
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString();
    }
}
