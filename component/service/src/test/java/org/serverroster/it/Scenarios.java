package org.serverroster.it;

/** What the groups of scenarios have in common: two servers, and what their administrators often do. */
interface Scenarios {

    Federation federation();

    /** Who begins. */
    enum Beginner {
        MONTAGUE,
        CAPULET
    }

    default Side side(Beginner beginner) {
        return beginner == Beginner.MONTAGUE
                ? federation().montague()
                : federation().capulet();
    }

    /** The administrator asks, and the other's is told. */
    default void ask(Side asker, Side asked) {
        asker.run(Nodes.SUBSCRIBE, asked);
        asked.awaitNotice(asker.address() + " asks to subscribe");
        federation().awaitMirror(asker, "None + Pending Out");
    }

    /** The administrator approves and asks back, which the other's approved when asking. */
    default void approve(Side approver, Side asker) {
        approver.run(Nodes.APPROVE, asker);
        asker.awaitNotice(approver.address() + " approved our request");
        approver.awaitNotice(asker.address() + " approved our request");
        awaitBoth(asker, approver);
    }

    /** Each is subscribed to the other, and knows that it is there. */
    default void awaitBoth(Side asker, Side approver) {
        federation().awaitMirror(asker, "Both");
        asker.awaitAvailable(approver, "true");
        approver.awaitAvailable(asker, "true");
    }

    default void makeBuddies(Side asker, Side approver) {
        ask(asker, approver);
        approve(approver, asker);
    }
}
