package org.serverroster.roster;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import org.serverroster.xmpp.Printable;

/** The database did not do what it was asked. The message says why in words for an operator, and holds no secret. */
public abstract sealed class RosterStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Connection exceptions, transaction rollback, insufficient resources, operator intervention, system error; and
     * refused connections, which an operator can mend while we wait.
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "28", "3D", "40", "53", "57", "58");

    /** Lock not available, statement on a standby that has yet to become the primary, idle too long in a transaction. */
    private static final Set<String> PASSING_STATES = Set.of("55P03", "25006", "25P03");

    private RosterStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The database is away: the same may succeed later. Nothing was changed. */
    public static final class Unavailable extends RosterStoreException {
        private static final long serialVersionUID = 1L;

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The connection went while a commit was under way: whether it holds is to be asked. */
    public static final class InDoubt extends RosterStoreException {
        private static final long serialVersionUID = 1L;

        private final String transaction;
        private final transient Optional<RosterEvent> event;

        /** @param event one that the transaction writes; empty: it writes none */
        InDoubt(String message, Throwable cause, String transaction, Optional<RosterEvent> event) {
            super(message, cause);
            this.transaction = transaction;
            this.event = event;
        }

        Optional<RosterEvent> event() {
            return event;
        }

        /** The transaction, for {@link RosterStore#committed}. */
        String transaction() {
            return transaction;
        }
    }

    /** The database refuses this, and would again. Nothing was changed. */
    public static final class Fault extends RosterStoreException {
        private static final long serialVersionUID = 1L;

        Fault(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static RosterStoreException of(SQLException e) {
        return isPassing(e) ? new Unavailable(words(e), e) : new Fault(words(e), e);
    }

    static boolean isPassing(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            // A pool tells an interrupted wait for a connection in no other way.
            return e instanceof SQLTransientException || e.getCause() instanceof InterruptedException;
        }
        return PASSING_STATES.contains(state)
                || state.length() == 5 && PASSING_CLASSES.contains(state.substring(0, 2))
                || e instanceof SQLTransientException;
    }

    /** The innermost database error: what a pool says around it tells less. */
    static String words(SQLException e) {
        SQLException told = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            told = cause instanceof SQLException inner ? inner : told;
        }
        String state = told.getSQLState() == null ? "" : " (SQLSTATE " + told.getSQLState() + ")";
        return Printable.of(told.getMessage(), 300) + state;
    }
}
