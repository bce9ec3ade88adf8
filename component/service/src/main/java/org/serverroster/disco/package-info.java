/**
 * What we tell anybody about ourselves: service discovery (XEP-0030) with contact addresses (XEP-0157), version
 * (XEP-0092), uptime (XEP-0012), and that we are there (XEP-0199). What discovery announces is what the router has
 * handlers for.
 *
 * <p>Uses {@code command}, {@code router}, {@code roster}, {@code config} and {@code xmpp}. On the stream's reader
 * thread; immutable.
 */
package org.serverroster.disco;
