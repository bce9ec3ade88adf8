/**
 * The rosters: what is decided, how it is kept in PostgreSQL, and the one thread that writes. A rule is a pure function
 * from an item to a {@code Decision}; {@code RosterService} decides in order of arrival, commits many decisions in one
 * transaction, publishes the new immutable {@code Roster}, and only then lets stanzas out.
 *
 * <p>Uses {@code xmpp}, {@code subscription} and {@code config}; no other package speaks to the database. Threads:
 * {@code roster-DOMAIN}, one a local domain, alone decides what becomes of that domain's roster; {@code
 * roster-DOMAIN-commit} waits for the database to commit what it decided; {@code roster-DOMAIN-out}, the outgoing thread,
 * publishes what was committed and lets the stanzas out. Snapshots are read by any.
 */
package org.serverroster.roster;
