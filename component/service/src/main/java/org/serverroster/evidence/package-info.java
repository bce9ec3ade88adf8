/**
 * What a peer's server says of itself, for administrators who have to decide about it: whether it announces server presence,
 * what runs there, and who answers for it. None of it is proven.
 *
 * <p>Uses {@code router}, {@code roster} and {@code xmpp}. Questions leave on the thread that has them, answers come on the
 * stream's reader thread, and what does not come in time on {@code background-DOMAIN} or the JDK's timer thread; nothing
 * waits.
 */
package org.serverroster.evidence;
