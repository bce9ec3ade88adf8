package org.serverroster.bench.rival;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.dom4j.Element;
import org.jivesoftware.whack.ExternalComponentManager;
import org.serverroster.bench.load.Peers;
import org.xmpp.component.AbstractComponent;
import org.xmpp.component.ComponentException;
import org.xmpp.packet.IQ;

/**
 * A trust component on Whack and Tinder's {@code AbstractComponent} that answers from a HashMap: no database, no rules on
 * who may ask, no check of the domain asked about. The map is filled once and then only read, by Whack's threads.
 */
public final class WhackRival extends AbstractComponent {

    private static final String DOMAIN = "buddies.montague.lit";
    private static final String TRUST = "urn:x-server-roster:trust:1";

    private final Map<String, Verdict> verdicts;

    private record Verdict(String subscription, String since) {}

    private WhackRival(Map<String, Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    /**
     * Attaches as {@code buddies.montague.lit} and stays until it is killed.
     *
     * @param arguments the port on 127.0.0.1, and how many items there are
     */
    public static void main(String[] arguments) throws ComponentException, InterruptedException {
        Map<String, Verdict> verdicts = new HashMap<>();
        for (int i = 1; i <= Integer.parseInt(arguments[1]); i++) {
            verdicts.put(Peers.known(i), new Verdict("from", "2026-11-20T12:00:00Z"));
        }
        ExternalComponentManager manager =
                new ExternalComponentManager("127.0.0.1", Integer.parseInt(arguments[0]), false);
        manager.setServerName("montague.lit");
        manager.setSecretKey(DOMAIN, "bench");
        manager.addComponent(DOMAIN, new WhackRival(verdicts));
        new CountDownLatch(1).await();
    }

    @Override
    public String getName() {
        return "Trust";
    }

    @Override
    public String getDescription() {
        return "Answers from a map";
    }

    @Override
    protected IQ handleIQGet(IQ question) {
        Element asked = question.getChildElement();
        if (!asked.getNamespaceURI().equals(TRUST)) {
            return null;
        }
        String domain = asked.attributeValue("jid");
        IQ answer = IQ.createResultIQ(question);
        Element trust = answer.setChildElement("trust", TRUST);
        trust.addAttribute("jid", domain);
        Verdict verdict = verdicts.get(domain);
        if (verdict == null) {
            trust.addAttribute("trusted", "false");
        } else {
            trust.addAttribute("trusted", "true")
                    .addAttribute("subscription", verdict.subscription())
                    .addAttribute("since", verdict.since());
        }
        return answer;
    }
}
