package org.serverroster.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What questions and answers have in common, whichever library carries them. Stateless; any thread. */
public final class Answers {

    private Answers() {}

    /**
     * {@return the domains of a question, in normal form and in order}
     *
     * @param jids 1 to {@link Trust#MAX_DOMAINS} addresses
     * @throws IllegalArgumentException if they are fewer or more, or one has no domain
     */
    public static List<String> question(Collection<String> jids) {
        if (jids.isEmpty() || jids.size() > Trust.MAX_DOMAINS) {
            throw new IllegalArgumentException("one question is about 1 to 1,000 domains, not " + jids.size());
        }
        return jids.stream().map(Domains::of).toList();
    }

    /**
     * Makes sure that an answer is about what was asked, one for one: "answered in the same order".
     *
     * @param domains as {@link #question} gives them
     * @param answers what came
     * @return {@code answers}
     * @throws MalformedAnswerException if it is not
     */
    public static List<Trust> inOrder(List<String> domains, List<Trust> answers) throws MalformedAnswerException {
        List<String> judged = new ArrayList<>();
        answers.forEach(answer -> judged.add(answer.jid()));
        if (!judged.equals(domains)) {
            throw new MalformedAnswerException("the answer is not about the domains that were asked about, in order");
        }
        return List.copyOf(answers);
    }
}
