/**
 * The roster over {@code jabber:iq:roster} (RFC 3921 section 7, with versions as in RFC 6121 section 2.6): readers get it
 * and follow its changes, administrators set names and groups and remove items.
 *
 * <p>{@code RosterGet} and {@code RosterSet} answer; {@code RosterPushes} knows who follows the roster and how far each has
 * come. A follower is no queue but a place in the roster's history: what it lacks is read when it can take more, so a slow
 * one costs no memory and a change is never lost for it.
 *
 * <p>Uses {@code roster} and {@code router}. Requests, presence and replies come on the stream's reader thread; pushes are
 * made by the outgoing thread, which alone reads the database.
 */
package org.serverroster.rosterquery;
