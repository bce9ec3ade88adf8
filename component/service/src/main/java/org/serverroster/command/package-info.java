/**
 * What administrators may have done: XEP-0050 sessions, data forms that are checked, and one class a command. A command
 * says what a filled-in form does, whichever way the form came; {@code admin} uses the same ones for chat.
 *
 * <p>Uses {@code xmpp}, {@code subscription}, {@code roster} and {@code router}. {@code CommandHandler} runs on the
 * stream's reader thread, and what it returns on the outgoing thread; commands are immutable.
 */
package org.serverroster.command;
