/**
 * The command line of administrators: an XMPP client that logs in with an administrator's account and asks the service as
 * any other client would. It never reads the database. {@code SmackSession} alone touches Smack, so that the daemon, which
 * has the same command line, loads none of it.
 *
 * <p>Uses {@code xmpp}, {@code subscription}, {@code config} and {@code json}. Everything here runs on the thread of
 * the command, but for what Smack runs on its own.
 */
package org.serverroster.cli;
