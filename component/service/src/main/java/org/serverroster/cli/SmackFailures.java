package org.serverroster.cli;

import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.sasl.SASLErrorException;

/** What went wrong, in the words of the command line and with its exit code. Has no state. */
final class SmackFailures {

    private SmackFailures() {}

    /** Of the login. */
    static CliException ofLogin(Exception fault, Target target) {
        if (fault instanceof SASLErrorException) {
            return new CliException(
                    ExitCode.NO_PERMISSION,
                    "the login as " + target.account() + " failed: the password is wrong, or there is no such account");
        }
        CertificateException certificate = cause(fault, CertificateException.class);
        if (certificate != null) {
            return unavailable(
                    target,
                    "its certificate is not valid for " + target.account().domain() + ", or not from an authority that"
                            + " Java trusts (" + certificate.getMessage() + ")");
        }
        if (fault instanceof SmackException.SecurityRequiredByClientException) {
            return unavailable(target, "it offers no TLS; --tls off goes without, if the server is on this machine");
        }
        if (fault instanceof SmackException.SecurityRequiredByServerException) {
            return unavailable(target, "it lets nobody in without TLS");
        }
        if (fault instanceof SmackException.SmackSaslException) {
            return unavailable(target, "it offers no way to log in that is safe enough here");
        }
        return of(fault, target, "the server");
    }

    /** Of a question to the service. */
    static CliException ofRequest(Exception fault, Target target) {
        return of(fault, target, target.service().toString());
    }

    private static CliException of(Exception fault, Target target, String who) {
        if (fault instanceof XMPPException.XMPPErrorException answered) {
            return answered(answered.getStanzaError(), target, who);
        }
        if (fault instanceof SmackException.NoResponseException) {
            return new CliException(
                    ExitCode.LATER,
                    "no answer from " + who + " within " + target.timeout().toSeconds() + " s");
        }
        if (fault instanceof SmackException.NotConnectedException) {
            return unavailable(target, "the connection is lost");
        }
        if (fault instanceof SmackException.EndpointConnectionException endpoints) {
            return unavailable(
                    target,
                    endpoints.getConnectionExceptions().stream()
                            .map(each -> each.getErrorMessage())
                            .collect(Collectors.joining("; ")));
        }
        if (fault instanceof XMPPException.StreamErrorException stream) {
            return unavailable(
                    target,
                    "it ended the stream: " + words(stream.getStreamError().getCondition()));
        }
        if (fault instanceof SmackException.SmackWrappedException && fault.getCause() instanceof Exception inner) {
            return of(inner, target, who);
        }
        return unavailable(target, fault.getMessage());
    }

    private static CliException answered(StanzaError error, Target target, String who) {
        String text =
                error.getDescriptiveText("en") == null ? error.getDescriptiveText() : error.getDescriptiveText("en");
        String words = words(error.getCondition()) + (text == null || text.isBlank() ? "" : ": " + text);
        return switch (error.getCondition()) {
            case forbidden, not_authorized, not_allowed ->
                new CliException(
                        ExitCode.NO_PERMISSION, who + " does not let " + target.account() + " do that (" + words + ")");
            case remote_server_not_found, service_unavailable, item_not_found, gone, feature_not_implemented ->
                new CliException(
                        ExitCode.UNAVAILABLE,
                        "there is no server roster with that command at " + who + " (" + words + ")");
            default ->
                switch (error.getType()) {
                    case WAIT -> new CliException(ExitCode.LATER, who + " cannot answer now (" + words + ")");
                    case AUTH -> new CliException(ExitCode.NO_PERMISSION, who + " refuses (" + words + ")");
                    default -> new CliException(ExitCode.DATA, who + " refuses (" + words + ")");
                };
        };
    }

    private static String words(Enum<?> condition) {
        return condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static CliException unavailable(Target target, String why) {
        return new CliException(ExitCode.UNAVAILABLE, "cannot reach " + target.where() + ": " + why);
    }

    private static <T> T cause(Throwable fault, Class<T> type) {
        Throwable at = fault;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            if (at instanceof SmackException.SmackCertificateException smack
                    && type.isInstance(smack.getCertificateException())) {
                return type.cast(smack.getCertificateException());
            }
            at = at.getCause();
        }
        return null;
    }
}
