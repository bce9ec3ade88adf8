/**
 * The program: its command line, and the wiring of everything below. {@code Main} starts it, {@code ServerRoster} is
 * the daemon, {@code Component} and {@code LocalRoster} put the parts of one component and one local domain together.
 *
 * <p>It may use every package below; none below may use it. Those stand in an order, each using only ones before it:
 * xmpp, subscription, config, roster, stream, router, presence, evidence, command, admin, disco, http. Threads: {@code main}
 * starts everything and then waits; {@code stop}, the JVM's shutdown hook, ends it; {@code background-DOMAIN}, one a
 * component, sends what a fresh stream owes many peers and what had to wait; {@code events} reads the
 * history for all of them.
 */
package org.serverroster;
