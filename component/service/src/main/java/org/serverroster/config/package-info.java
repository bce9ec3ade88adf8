/**
 * The configuration: read from HOCON, checked to its end, and handed on as immutable types. Whoever holds a
 * {@code ServerRosterConfig} need not check anything again; what is wrong is told all at once, by its key, and never
 * with a secret.
 *
 * <p>Uses {@code xmpp}. The readers belong to the thread that loads the file; what they make is for any thread.
 */
package org.serverroster.config;
