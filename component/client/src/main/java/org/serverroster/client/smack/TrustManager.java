package org.serverroster.client.smack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jivesoftware.smack.SmackException.NoResponseException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.XMPPConnection;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jxmpp.jid.Jid;
import org.serverroster.client.Answers;
import org.serverroster.client.Domains;
import org.serverroster.client.MalformedAnswerException;
import org.serverroster.client.Trust;

/**
 * Asks a server roster whom to trust. The account that is logged in has to be one of the service's {@code readers}.
 *
 * <p>Each call waits for the reply, at most {@link XMPPConnection#getReplyTimeout()} milliseconds a question: never call
 * from one of Smack's listeners that is run in order. Replies are taken by id and sender. Any thread, several at once;
 * holds nothing but the connection.
 */
public final class TrustManager {

    /** Servers bound stanzas, some clients' at 64 KiB; and each answer is some 100 bytes longer than its question. */
    private static final int MAX_BYTES = 40_000;

    /** What a domain takes beside its name. */
    private static final int MARKUP_BYTES = 20;

    private final XMPPConnection connection;
    private final Jid service;

    private TrustManager(XMPPConnection connection, Jid service) {
        this.connection = connection;
        this.service = service;
    }

    /**
     * {@return a manager that asks over this connection, which may yet have to log in}
     *
     * @param connection it stays the caller's
     * @param service the address of the server roster, such as {@code buddies.montague.lit}
     */
    public static TrustManager getFor(XMPPConnection connection, Jid service) {
        TrustIQProvider provider = new TrustIQProvider();
        // Smack keeps providers for the whole JVM; saying it again changes nothing.
        ProviderManager.addIQProvider(TrustIQ.ONE, Trust.NAMESPACE, provider);
        ProviderManager.addIQProvider(TrustIQ.MANY, Trust.NAMESPACE, provider);
        return new TrustManager(connection, service);
    }

    /**
     * Asks about one domain.
     *
     * @param jid any address, whose domain is asked about
     * @return what the service says of that domain
     * @throws IllegalArgumentException if it has no domain; see {@link Domains#of}
     * @throws XMPPErrorException if the service refuses: {@code forbidden} to who is no reader; of type {@code wait} as
     *     long as it has not loaded its roster
     * @throws NoResponseException if no reply came in time
     * @throws MalformedAnswerException if what came is no answer
     * @throws NotConnectedException if the connection is not there
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public Trust check(String jid)
            throws NotConnectedException, NoResponseException, XMPPErrorException, MalformedAnswerException,
                    InterruptedException {
        return ask(List.of(Domains.of(jid))).get(0);
    }

    /**
     * Asks about many, with as many questions as that takes, one after another: 1,000 domains at most in each.
     *
     * @param jids any addresses, of which each is asked about
     * @return the answers in the same order
     * @throws IllegalArgumentException if one has no domain; then none is asked about
     * @throws XMPPErrorException as {@link #check}; the answers that came before are lost
     * @throws NoResponseException if one of the replies did not come in time
     * @throws MalformedAnswerException if what came is no answer
     * @throws NotConnectedException if the connection is not there
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public List<Trust> checkAll(Collection<String> jids)
            throws NotConnectedException, NoResponseException, XMPPErrorException, MalformedAnswerException,
                    InterruptedException {
        List<Trust> answers = new ArrayList<>();
        for (List<String> chunk : chunks(jids.stream().map(Domains::of).toList())) {
            answers.addAll(ask(chunk));
        }
        return List.copyOf(answers);
    }

    static List<List<String>> chunks(List<String> domains) {
        List<List<String>> chunks = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        int bytes = 0;
        for (String domain : domains) {
            int more = MARKUP_BYTES + domain.getBytes(StandardCharsets.UTF_8).length;
            if (chunk.size() == Trust.MAX_DOMAINS || bytes + more > MAX_BYTES) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(domain);
            bytes += more;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private List<Trust> ask(List<String> domains)
            throws NotConnectedException, NoResponseException, XMPPErrorException, MalformedAnswerException,
                    InterruptedException {
        TrustIQ question = TrustIQ.question(domains);
        question.setTo(service);
        IQ reply = connection.sendIqRequestAndWaitForResponse(question);
        if (reply instanceof TrustIQ answer) {
            return Answers.inOrder(domains, answer.answers());
        }
        throw new MalformedAnswerException("a result without the answer");
    }
}
