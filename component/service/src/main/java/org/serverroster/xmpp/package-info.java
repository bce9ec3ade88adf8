/**
 * Addresses in one normal form, the namespaces, and how stanzas are built: the words that all other packages speak.
 *
 * <p>Uses Tinder's packets, dom4j and libidn's Punycode, and nothing of this program. Everything is immutable or
 * without state; no thread of its own, any thread may call.
 */
package org.serverroster.xmpp;
