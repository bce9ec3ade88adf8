/**
 * Where stanzas come in, which handler takes which, and the one door through which they leave. A handler answers at
 * once, or returns a change for the roster thread; it waits for nothing.
 *
 * <p>Uses {@code xmpp} and {@code roster}. {@code Intake}, {@code Router} and every handler run on the stream's reader
 * thread; {@code Door} is for any thread.
 */
package org.serverroster.router;
