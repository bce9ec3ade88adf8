/**
 * What a server roster answers about a domain, for programs that share something only with trusted servers. {@code Trust}
 * is the answer. How to ask is in {@code smack}, for programs that log in as a client, and in {@code tinder}, for
 * components and server plugins; neither needs the other. Everything here is immutable.
 */
package org.serverroster.client;
