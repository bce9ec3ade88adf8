/**
 * Words to and from administrators: the notices that tell them what happened, the form that comes with a request, and
 * the commands as chat.
 *
 * <p>Uses {@code command}, {@code router}, {@code roster} and {@code xmpp}. Messages are read on the stream's reader
 * thread, notices are written on the outgoing thread, those that had to wait on {@code background-DOMAIN}. All is immutable but
 * the desk that decides when, which has a lock.
 */
package org.serverroster.admin;
